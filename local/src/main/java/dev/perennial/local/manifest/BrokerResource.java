package dev.perennial.local.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

record BrokerResource(BrokerMetadata metadata, Spec spec) implements Resource {

  private static final String PARTITIONS = "default.topic.partitions";
  private static final Set<String> KNOWN =
      Set.of("bootstrap.servers", "default.topic.replication.factor", PARTITIONS);

  BrokerResource {
    InvalidFieldException.requirePresent(metadata, "metadata");
    InvalidFieldException.requirePresent(spec, "spec");
  }

  @Override
  public String name() {
    return metadata.name();
  }

  Broker link(DeclaredResources declared) {
    if (spec.delivery() != null) {
      spec.delivery().link(declared, "spec.delivery");
    }
    return new Broker(
        name(), "knative-broker-" + declared.namespace() + "-" + name(), partitions(declared));
  }

  private int partitions(DeclaredResources declared) {
    InvalidFieldException.require(
        spec.config().isA(Kind.CONFIG_MAP), "spec.config.kind", "a ConfigMap is expected");
    Map<String, String> config =
        declared
            .require(
                Kind.CONFIG_MAP, ConfigMapResource.class, spec.config().name(), "spec.config.name")
            .data();
    Set<String> unknown = new TreeSet<>(config.keySet());
    unknown.removeAll(KNOWN);
    InvalidFieldException.require(
        unknown.isEmpty(),
        "spec.config",
        "the ConfigMap's data " + unknown + ": " + InvalidFieldException.NOT_IMPLEMENTED);
    String partitions = config.getOrDefault(PARTITIONS, "");
    InvalidFieldException.require(
        partitions.matches("[1-9]\\d{0,3}"),
        "spec.config",
        "the ConfigMap's data " + PARTITIONS + ": a number above 0 is expected");
    return Integer.parseInt(partitions);
  }

  record BrokerMetadata(String name, Annotations annotations) {

    BrokerMetadata {
      InvalidFieldException.requirePresent(name, "name");
      InvalidFieldException.requirePresent(annotations, "annotations");
    }
  }

  record Annotations(@JsonProperty(BROKER_CLASS) String brokerClass) {

    private static final String BROKER_CLASS = "eventing.knative.dev/broker.class";

    Annotations {
      InvalidFieldException.require(
          "Kafka".equals(brokerClass),
          BROKER_CLASS,
          brokerClass + ": " + InvalidFieldException.NOT_IMPLEMENTED);
    }
  }

  record Spec(ObjectRef config, @Nullable DeliveryResource delivery) {

    Spec {
      InvalidFieldException.requirePresent(config, "config");
    }
  }
}
