package dev.perennial.local.manifest;

import java.util.List;

/**
 * The events of a Broker that a Service wants.
 *
 * @param consumerGroup its own group on the Broker's topic
 * @param filters all of them must accept an event
 * @param delivery its own, or its Broker's
 */
public record Trigger(
    String name,
    Broker broker,
    String consumerGroup,
    List<Filter> filters,
    String service,
    DeliveryOrder order,
    Delivery delivery) {}
