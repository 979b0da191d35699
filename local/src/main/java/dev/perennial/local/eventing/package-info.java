/**
 * Knative Eventing for Kafka on one machine: KafkaSources, Brokers, Triggers and KafkaSinks with
 * the back-off, status codes, replies and dead letters of Knative's dispatcher.
 *
 * <p>Delivery is at least once: an offset is committed when every record before it has been
 * acknowledged, dead-lettered or discarded, never earlier.
 */
@NullMarked
package dev.perennial.local.eventing;

import org.jspecify.annotations.NullMarked;
