/** An OpenID Connect issuer and the OpenAPI document, for integration tests of HTTP APIs. */
@NullMarked
package dev.perennial.api.testkit;

import org.jspecify.annotations.NullMarked;
