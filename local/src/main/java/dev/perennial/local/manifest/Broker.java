package dev.perennial.local.manifest;

import java.util.Map;

/**
 * A Broker of class Kafka.
 *
 * @param user that writes to the topic and reads it for the Triggers
 * @param topic the topic that it appends every event to
 * @param partitions of that topic
 * @param config of that topic, as Kafka names it
 */
public record Broker(
    String name, String user, String topic, int partitions, Map<String, String> config) {}
