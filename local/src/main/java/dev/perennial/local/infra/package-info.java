/**
 * What the functions find around them: Postgres, Kafka, an OIDC issuer, and the data directory that
 * holds them.
 */
@NullMarked
package dev.perennial.local.infra;

import org.jspecify.annotations.NullMarked;
