/**
 * Perennial on one machine: one command starts Postgres, Kafka, an issuer, a small Knative and a
 * gateway.
 */
@NullMarked
package dev.perennial.local;

import org.jspecify.annotations.NullMarked;
