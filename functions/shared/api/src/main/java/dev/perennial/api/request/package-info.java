/** Reads requests: JSON bodies, fields and parameters. Errors name the invalid field. */
@NullMarked
package dev.perennial.api.request;

import org.jspecify.annotations.NullMarked;
