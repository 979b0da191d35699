package dev.perennial.local.manifest;

import java.util.List;

/**
 * A Trigger: the events of a Broker that are delivered to a Service.
 *
 * @param consumerGroup the group that reads the Broker's topic
 * @param filters every one must accept an event
 * @param delivery its own, or its Broker's if it has none
 */
public record Trigger(
    String name,
    Broker broker,
    String consumerGroup,
    List<Filter> filters,
    String service,
    DeliveryOrder order,
    DeliverySpec delivery) {}
