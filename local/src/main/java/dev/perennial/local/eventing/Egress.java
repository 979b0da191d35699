package dev.perennial.local.eventing;

import java.util.Optional;

/**
 * What a KafkaSource or a Trigger does with each record of its topics.
 *
 * @param replies receives reply events of the subscriber; a KafkaSource drops them
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
