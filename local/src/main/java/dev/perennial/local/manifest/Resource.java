package dev.perennial.local.manifest;

/** One document of the shipped YAML. */
sealed interface Resource
    permits ServiceResource,
        RouteResource,
        TopicResource,
        ConfigMapResource,
        BrokerResource,
        SourceResource,
        TriggerResource,
        SinkResource {

  String name();
}
