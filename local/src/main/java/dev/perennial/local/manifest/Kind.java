package dev.perennial.local.manifest;

import java.util.Arrays;
import java.util.Optional;

/** Every supported kind of resource, each in one API version. */
enum Kind {
  KUSTOMIZATION("kustomize.config.k8s.io/v1beta1", "Kustomization", Kustomization.class),
  NAMESPACE_TRANSFORMER("builtin", "NamespaceTransformer", NamespaceTransformer.class),
  NAMESPACE("v1", "Namespace", ClusterResource.class),
  JOB("batch/v1", "Job", ClusterResource.class),
  GATEWAY("gateway.networking.k8s.io/v1", "Gateway", ClusterResource.class),
  REFERENCE_GRANT("gateway.networking.k8s.io/v1", "ReferenceGrant", ClusterResource.class),
  NETWORK_POLICY("networking.k8s.io/v1", "NetworkPolicy", ClusterResource.class),
  DISRUPTION_BUDGET("policy/v1", "PodDisruptionBudget", ClusterResource.class),
  SERVICE("serving.knative.dev/v1", "Service", ServiceResource.class),
  ROUTE("gateway.networking.k8s.io/v1", "HTTPRoute", RouteResource.class),
  TOPIC("cluster.redpanda.com/v1alpha2", "Topic", TopicResource.class),
  USER("cluster.redpanda.com/v1alpha2", "User", UserResource.class),
  SERVICE_ACCOUNT("v1", "ServiceAccount", ServiceAccountResource.class),
  ROLE("rbac.authorization.k8s.io/v1", "Role", RoleResource.class),
  ROLE_BINDING("rbac.authorization.k8s.io/v1", "RoleBinding", RoleBindingResource.class),
  CONFIG_MAP("v1", "ConfigMap", ConfigMapResource.class),
  BROKER("eventing.knative.dev/v1", "Broker", BrokerResource.class),
  SOURCE("sources.knative.dev/v1", "KafkaSource", SourceResource.class),
  PING_SOURCE("sources.knative.dev/v1", "PingSource", PingSourceResource.class),
  TRIGGER("eventing.knative.dev/v1", "Trigger", TriggerResource.class),
  SINK("eventing.knative.dev/v1alpha1", "KafkaSink", SinkResource.class);

  private final String apiVersion;
  private final String kind;
  private final Class<?> type;

  Kind(String apiVersion, String kind, Class<?> type) {
    this.apiVersion = apiVersion;
    this.kind = kind;
    this.type = type;
  }

  static Optional<Kind> of(String apiVersion, String kind) {
    return Arrays.stream(values()).filter(known -> known.is(apiVersion, kind)).findFirst();
  }

  boolean is(String apiVersion, String kind) {
    return this.apiVersion.equals(apiVersion) && this.kind.equals(kind);
  }

  boolean isResource() {
    return Resource.class.isAssignableFrom(type);
  }

  Class<?> type() {
    return type;
  }

  @Override
  public String toString() {
    return kind;
  }
}
