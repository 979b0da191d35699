package dev.perennial.local.eventing;

/**
 * Numbers of events since the start of the platform.
 *
 * @param published read by the KafkaSources from their topics
 * @param delivered acknowledged by a subscriber, once for each Trigger
 * @param deadLettered written to a dead letter sink
 */
public record EventCounts(long published, long delivered, long deadLettered) {}
