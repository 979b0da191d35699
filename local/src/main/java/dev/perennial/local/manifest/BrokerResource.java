package dev.perennial.local.manifest;

import static java.util.stream.Collectors.toUnmodifiableMap;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

record BrokerResource(BrokerMetadata metadata, Spec spec) implements Resource {

  private static final String PARTITIONS = "default.topic.partitions";
  private static final String SECRET = "auth.secret.ref.name";
  private static final String TOPIC_CONFIG = "default.topic.config.";
  private static final Set<String> KNOWN =
      Set.of("bootstrap.servers", "default.topic.replication.factor", PARTITIONS, SECRET);

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
    Map<String, String> config = config(declared);
    return new Broker(
        name(),
        user(config, declared),
        "knative-broker-" + declared.namespace() + "-" + name(),
        partitions(config),
        topicConfig(config));
  }

  private Map<String, String> config(DeclaredResources declared) {
    InvalidFieldException.require(
        spec.config().isA(Kind.CONFIG_MAP), "spec.config.kind", "a ConfigMap is expected");
    Map<String, String> config =
        declared
            .require(
                Kind.CONFIG_MAP, ConfigMapResource.class, spec.config().name(), "spec.config.name")
            .data();
    Set<String> unknown = new TreeSet<>(config.keySet());
    unknown.removeAll(KNOWN);
    unknown.removeIf(key -> key.startsWith(TOPIC_CONFIG));
    InvalidFieldException.require(
        unknown.isEmpty(),
        "spec.config",
        "the ConfigMap's data " + unknown + ": " + InvalidFieldException.NOT_IMPLEMENTED);
    return config;
  }

  private static Map<String, String> topicConfig(Map<String, String> config) {
    return config.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(TOPIC_CONFIG))
        .collect(
            toUnmodifiableMap(
                entry -> entry.getKey().substring(TOPIC_CONFIG.length()), Map.Entry::getValue));
  }

  private static String user(Map<String, String> config, DeclaredResources declared) {
    String path = "spec.config: the ConfigMap's data " + SECRET;
    InvalidFieldException.require(config.containsKey(SECRET), path, "is missing");
    return declared.userOf(config.get(SECRET), path);
  }

  private static int partitions(Map<String, String> config) {
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
