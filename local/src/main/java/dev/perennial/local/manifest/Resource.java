package dev.perennial.local.manifest;

/** A document of the shipped YAML. */
sealed interface Resource
    permits ServiceResource,
        RouteResource,
        TopicResource,
        UserResource,
        ConfigMapResource,
        ServiceAccountResource,
        ClusterResource,
        RoleResource,
        RoleBindingResource,
        BrokerResource,
        SourceResource,
        PingSourceResource,
        TriggerResource,
        SinkResource {

  String name();
}
