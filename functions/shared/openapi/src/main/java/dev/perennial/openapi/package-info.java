/** Merges the parts of the HTTP API, one for each function, into the OpenAPI document. */
@NullMarked
package dev.perennial.openapi;

import org.jspecify.annotations.NullMarked;
