package dev.perennial.local.eventing;

import java.util.Optional;

/**
 * A way out of a topic: what a KafkaSource or a Trigger does with each record.
 *
 * @param replies where a subscriber's own events go; a KafkaSource drops them
 */
record Egress(
    String name,
    RecordReader reader,
    EventFilter filter,
    Receiver subscriber,
    Optional<Receiver> replies,
    Optional<Receiver> deadLetterSink,
    RetryingDelivery delivery,
    EventCounters counters) {}
