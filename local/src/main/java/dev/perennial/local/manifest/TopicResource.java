package dev.perennial.local.manifest;

import java.util.Map;
import org.jspecify.annotations.Nullable;

record TopicResource(Metadata metadata, Spec spec) implements Resource {

  TopicResource {
    InvalidFieldException.requirePresent(metadata, "metadata");
    InvalidFieldException.requirePresent(spec, "spec");
  }

  @Override
  public String name() {
    return metadata.name();
  }

  Topic link(DeclaredResources declared) {
    return new Topic(
        name(),
        spec.partitions(),
        spec.additionalConfig() == null ? Map.of() : Map.copyOf(spec.additionalConfig()));
  }

  record Spec(
      Integer partitions,
      @Nullable Integer replicationFactor,
      @Nullable Map<String, String> additionalConfig,
      @Nullable Cluster cluster) {

    private static final String MIN_IN_SYNC = "min.insync.replicas";

    Spec {
      InvalidFieldException.require(
          partitions != null && partitions > 0, "partitions", "a number above 0 is expected");
      InvalidFieldException.require(
          additionalConfig == null || !additionalConfig.containsKey(MIN_IN_SYNC),
          "additionalConfig." + MIN_IN_SYNC,
          "has no effect: Redpanda acknowledges a record when most replicas have it");
    }
  }

  /** Ignored: there is one Kafka on this machine. */
  record Cluster(ClusterRef clusterRef) {}

  record ClusterRef(String name, @Nullable String namespace) {}
}
