package dev.perennial.local.manifest;

import java.util.Map;

/**
 * A topic as Redpanda's operator keeps it. This machine has one Kafka broker, so the replication
 * factor is not kept.
 *
 * @param config the topic's own settings, by their Kafka names
 */
public record Topic(String name, int partitions, Map<String, String> config) {}
