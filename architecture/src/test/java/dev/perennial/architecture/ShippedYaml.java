package dev.perennial.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The functions as knative/ and eventing/ describe them. */
record ShippedYaml(List<JsonNode> resources) {

  /** In the README's table: the gateway routes requests to the function. */
  static final String HTTP = "HTTP";

  /** In the README's table: the function's Trigger has no filter by type. */
  static final String EVERY_EVENT = "every event";

  static ShippedYaml in(Path... folders) throws IOException {
    List<JsonNode> resources = new ArrayList<>();
    for (Path folder : folders) {
      try (var files = Files.newDirectoryStream(folder, "*.yaml")) {
        for (Path file : files) {
          resources.addAll(documents(file));
        }
      }
    }
    return new ShippedYaml(resources);
  }

  SortedSet<String> functions() {
    return ofKind("Service").stream()
        .map(service -> service.at("/metadata/name").asString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Short names of event types, topics that a source delivers, and {@link #HTTP} for what the
   * gateway reaches.
   */
  SortedSet<String> startedBy(String function) {
    SortedSet<String> startedBy = new TreeSet<>();
    ofKind("Trigger").stream()
        .filter(trigger -> trigger.at("/spec/subscriber/ref/name").asString().equals(function))
        .flatMap(trigger -> trigger.at("/spec/filters").findValuesAsString("type").stream())
        .map(type -> type.replaceFirst("^dev\\.perennial\\.", "").replaceFirst("\\.v\\d+$", ""))
        .map(type -> type.isEmpty() ? EVERY_EVENT : type)
        .forEach(startedBy::add);
    ofKind("KafkaSource").stream()
        .filter(source -> source.at("/spec/sink/ref/kind").asString().equals("Service"))
        .filter(source -> source.at("/spec/sink/ref/name").asString().equals(function))
        .flatMap(source -> source.at("/spec/topics").valueStream())
        .forEach(topic -> startedBy.add(topic.asString()));
    if (ofKind("HTTPRoute").stream()
        .flatMap(route -> route.findValuesAsString("hostname").stream())
        .anyMatch(host -> host.startsWith(function + "."))) {
      startedBy.add(HTTP);
    }
    return startedBy;
  }

  /** The ConfigMaps whose every key the function has in its environment. */
  SortedSet<String> configMaps(String function) {
    return container(function)
        .at("/envFrom")
        .valueStream()
        .map(source -> source.at("/configMapRef/name").asString(""))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The variables that the function has a value of its own of. */
  SortedSet<String> ownVariables(String function) {
    return container(function)
        .at("/env")
        .valueStream()
        .map(variable -> variable.at("/name").asString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  JsonNode container(String function) {
    return service(function).at("/spec/template/spec/containers/0");
  }

  JsonNode service(String function) {
    return named("Service", function);
  }

  JsonNode broker(String name) {
    return named("Broker", name);
  }

  private JsonNode named(String kind, String name) {
    return ofKind(kind).stream()
        .filter(resource -> resource.at("/metadata/name").asString().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no " + kind + " " + name));
  }

  private List<JsonNode> ofKind(String kind) {
    return resources.stream()
        .filter(resource -> resource.path("kind").asString("").equals(kind))
        .toList();
  }

  private static List<JsonNode> documents(Path file) {
    try (MappingIterator<JsonNode> documents =
        new YAMLMapper().readerFor(JsonNode.class).readValues(file.toFile())) {
      return documents.readAll();
    }
  }
}
