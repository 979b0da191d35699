package dev.perennial.local.manifest;

/**
 * A Broker of class Kafka.
 *
 * @param topic its own topic, which every event it takes is appended to
 * @param partitions of that topic
 */
public record Broker(String name, String topic, int partitions) {}
