/**
 * Perennial on one machine: starts Postgres, Kafka, an OIDC issuer, a small implementation of
 * Knative and a gateway.
 */
@NullMarked
package dev.perennial.local;

import org.jspecify.annotations.NullMarked;
