/**
 * The HTTP server for clients: it implements the shipped HTTPRoute and the platform's own
 * endpoints.
 */
@NullMarked
package dev.perennial.local.gateway;

import org.jspecify.annotations.NullMarked;
