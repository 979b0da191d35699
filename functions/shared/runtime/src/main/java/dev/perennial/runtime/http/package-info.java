/**
 * An HTTP/1.1 server with limits, and what it passes to its handler: a request and its response.
 */
@NullMarked
package dev.perennial.runtime.http;

import org.jspecify.annotations.NullMarked;
