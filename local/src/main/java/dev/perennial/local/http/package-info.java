/** HTTP server code shared by the platform's own servers, and the client of the functions. */
@NullMarked
package dev.perennial.local.http;

import org.jspecify.annotations.NullMarked;
