@NullMarked
package dev.perennial.taskapi.request;

import org.jspecify.annotations.NullMarked;
