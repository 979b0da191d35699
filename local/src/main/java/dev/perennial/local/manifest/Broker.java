package dev.perennial.local.manifest;

/**
 * A Broker of class Kafka.
 *
 * @param topic the topic that it appends every event to
 * @param partitions of that topic
 */
public record Broker(String name, String topic, int partitions) {}
