package dev.perennial.local.manifest;

import java.util.Map;

/**
 * A topic as Redpanda's operator declares it. The replication factor is ignored, since this machine
 * has one Kafka broker.
 *
 * @param config the topic's own settings, by their Kafka names
 */
public record Topic(String name, int partitions, Map<String, String> config) {}
