/**
 * The way in from outside: an HTTP server that obeys the shipped HTTPRoute, and the platform's own
 * endpoints.
 */
@NullMarked
package dev.perennial.local.gateway;

import org.jspecify.annotations.NullMarked;
