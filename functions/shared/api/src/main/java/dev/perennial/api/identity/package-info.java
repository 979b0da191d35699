/** Authentication of requests by bearer tokens of an OpenID Connect issuer. */
@NullMarked
package dev.perennial.api.identity;

import org.jspecify.annotations.NullMarked;
