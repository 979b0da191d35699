/** Reads requests: JSON bodies, fields, page limits and cursors. Errors name the invalid field. */
@NullMarked
package dev.perennial.api.request;

import org.jspecify.annotations.NullMarked;
