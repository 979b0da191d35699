package dev.perennial.openapi;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The schemas of an OpenAPI document. */
final class Schemas {

  private static final Set<String> ANNOTATIONS =
      Set.of("title", "description", "default", "example", "examples", "deprecated");
  private static final Set<String> OF_SCHEMAS_BY_NAME = Set.of("properties", "patternProperties");
  private static final Set<String> OF_SCHEMAS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
  private static final Set<String> OF_A_SCHEMA =
      Set.of("items", "not", "additionalProperties", "unevaluatedProperties");

  private final Map<String, JsonNode> byPointer = new TreeMap<>();

  private Schemas() {}

  /** Returns all schemas, those within others included, by JSON pointer. */
  static Map<String, JsonNode> of(JsonNode document) {
    var schemas = new Schemas();
    schemas.find("", document);
    return schemas.byPointer;
  }

  /** Returns what a schema says about data: without annotations, and with `required` in order. */
  static JsonNode constraints(JsonNode schema) {
    if (!schema.isObject()) {
      return schema;
    }
    var constraints = JsonNodeFactory.instance.objectNode();
    for (var keyword : schema.properties()) {
      if (!ANNOTATIONS.contains(keyword.getKey())) {
        constraints.set(keyword.getKey(), constraints(keyword.getKey(), keyword.getValue()));
      }
    }
    return constraints;
  }

  private static JsonNode constraints(String keyword, JsonNode value) {
    if (OF_SCHEMAS_BY_NAME.contains(keyword)) {
      ObjectNode named = JsonNodeFactory.instance.objectNode();
      value.properties().forEach(each -> named.set(each.getKey(), constraints(each.getValue())));
      return named;
    }
    if (OF_SCHEMAS.contains(keyword)) {
      var listed = JsonNodeFactory.instance.arrayNode();
      value.forEach(each -> listed.add(constraints(each)));
      return listed;
    }
    if (keyword.equals("required")) {
      var listed = JsonNodeFactory.instance.arrayNode();
      value.valueStream().map(JsonNode::asString).sorted().forEach(listed::add);
      return listed;
    }
    return OF_A_SCHEMA.contains(keyword) ? constraints(value) : value;
  }

  private void find(String pointer, JsonNode node) {
    for (var member : members(node).entrySet()) {
      var name = member.getKey();
      var at = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
      if (at.equals("/components/schemas")) {
        member
            .getValue()
            .properties()
            .forEach(each -> add(at + "/" + each.getKey(), each.getValue()));
      } else if (name.equals("schema")) {
        add(at, member.getValue());
      } else if (!name.equals("example") && !name.equals("examples")) {
        find(at, member.getValue());
      }
    }
  }

  private void add(String pointer, JsonNode schema) {
    if (!schema.isObject()) {
      return;
    }
    byPointer.put(pointer, schema);
    for (var keyword : schema.properties()) {
      var at = pointer + "/" + keyword.getKey();
      if (OF_A_SCHEMA.contains(keyword.getKey())) {
        add(at, keyword.getValue());
      } else if (OF_SCHEMAS.contains(keyword.getKey())
          || OF_SCHEMAS_BY_NAME.contains(keyword.getKey())) {
        members(keyword.getValue()).forEach((name, each) -> add(at + "/" + name, each));
      }
    }
  }

  /** The members of an object by name, or those of an array by index. */
  private static Map<String, JsonNode> members(JsonNode node) {
    if (node.isArray()) {
      var members = new TreeMap<String, JsonNode>();
      for (var i = 0; i < node.size(); i++) {
        members.put(String.valueOf(i), node.get(i));
      }
      return members;
    }
    return node.properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
