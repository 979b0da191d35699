/**
 * The Kafka flavour of Knative Eventing on one machine: KafkaSources, Brokers, Triggers and
 * KafkaSinks with the real dispatcher's arithmetic, status codes, replies and dead letters.
 *
 * <p>Delivery is at least once: an offset is committed when every record before it has been
 * acknowledged, dead-lettered or given up, never earlier.
 */
@NullMarked
package dev.perennial.local.eventing;

import org.jspecify.annotations.NullMarked;
