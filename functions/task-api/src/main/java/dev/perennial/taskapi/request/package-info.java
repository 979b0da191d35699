/** What all endpoints read from a request's headers, and how refused commands become problems. */
@NullMarked
package dev.perennial.taskapi.request;

import org.jspecify.annotations.NullMarked;
