/**
 * The infrastructure of the functions: Postgres, Kafka, an OIDC issuer, capture servers, and the
 * data directory.
 */
@NullMarked
package dev.perennial.local.infra;

import org.jspecify.annotations.NullMarked;
