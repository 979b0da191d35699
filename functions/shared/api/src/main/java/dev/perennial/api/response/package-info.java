/** The responses of endpoints. */
@NullMarked
package dev.perennial.api.response;

import org.jspecify.annotations.NullMarked;
