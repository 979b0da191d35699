/** HTTP server code shared by the platform's own servers. */
@NullMarked
package dev.perennial.local.http;

import org.jspecify.annotations.NullMarked;
