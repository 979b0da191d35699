package dev.perennial.local.manifest;

import java.util.HashMap;
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
    Map<String, String> config =
        new HashMap<>(spec.additionalConfig() == null ? Map.of() : spec.additionalConfig());
    // With one broker there is one replica: a minimum of two would reject every record.
    config.remove("min.insync.replicas");
    return new Topic(name(), spec.partitions(), Map.copyOf(config));
  }

  record Spec(
      Integer partitions,
      @Nullable Integer replicationFactor,
      @Nullable Map<String, String> additionalConfig,
      @Nullable Cluster cluster) {

    Spec {
      InvalidFieldException.require(
          partitions != null && partitions > 0, "partitions", "a number above 0 is expected");
    }
  }

  record Cluster(Metadata clusterRef) {}
}
