package dev.perennial.fuzz;

import dev.perennial.events.EventJson;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The document as OpenAPI 3.0, which Tcases reads: {@code nullable} instead of the type {@code
 * null}, {@code enum} instead of {@code const}, {@code allOf} merged into one schema, and no
 * keyword that 3.0 lacks. What cannot be said there is left out, so a generated request may violate
 * the document more than its name says.
 */
final class Openapi30 {

  private static final Set<String> LEFT_OUT =
      Set.of(
          "$comment",
          "contentMediaType",
          "examples",
          "jsonSchemaDialect",
          "not",
          "propertyNames",
          "unevaluatedProperties",
          "webhooks");

  private final JsonNode document;

  private Openapi30(JsonNode document) {
    this.document = document;
  }

  static ObjectNode of(JsonNode document) {
    ObjectNode root = (ObjectNode) new Openapi30(document).converted(document);
    root.put("openapi", "3.0.3");
    root.withObject("/info").remove("summary");
    return root;
  }

  private JsonNode converted(JsonNode node) {
    if (node instanceof ArrayNode array) {
      ArrayNode items = EventJson.MAPPER.createArrayNode();
      array.forEach(item -> items.add(converted(item)));
      return items;
    }
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    if (object.has("$ref")) {
      // 3.0 allows nothing beside it.
      return EventJson.MAPPER.createObjectNode().set("$ref", object.get("$ref"));
    }
    ObjectNode result = EventJson.MAPPER.createObjectNode();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (!LEFT_OUT.contains(member.getKey())) {
        result.set(member.getKey(), converted(member.getValue()));
      }
    }
    return convertedSchema(object, result);
  }

  private JsonNode convertedSchema(ObjectNode original, ObjectNode schema) {
    if (schema.has("const")) {
      schema.putArray("enum").add(schema.remove("const"));
    }
    if (schema.get("type") instanceof ArrayNode types) {
      convertTypes(schema, types);
    }
    if (schema.get("enum") instanceof ArrayNode values) {
      convertValues(schema, values);
    }
    if (original.get("allOf") instanceof ArrayNode all) {
      schema.remove("allOf");
      all.forEach(part -> merge(resolved(part), schema));
    }
    if (original.get("anyOf") instanceof ArrayNode any && nullableOf(any) != null) {
      schema.remove("anyOf");
      merge(resolved(nullableOf(any)), schema);
      schema.put("nullable", true);
    }
    if (schema.path("pattern").asString("").equals("\\S")) {
      // Tcases needs minutes for a text of so many characters of which one is visible.
      schema.remove("pattern");
    }
    if (schema.path("type").asString("").equals("integer")) {
      // Tcases takes an integer without a format for one of 32 bits, and overflows.
      schema.put("format", "int64");
    }
    return schema;
  }

  /** The schema beside the type null, of two; null if it is something else. */
  private static @Nullable JsonNode nullableOf(ArrayNode any) {
    boolean isNullable = any.size() == 2 && any.get(1).path("type").asString("").equals("null");
    return isNullable ? any.get(0) : null;
  }

  private ObjectNode resolved(JsonNode schema) {
    JsonNode target =
        schema.has("$ref") ? document.at(schema.get("$ref").asString().substring(1)) : schema;
    JsonNode converted = converted(target);
    return converted.has("$ref") ? resolved(converted) : (ObjectNode) converted;
  }

  /** Adds what the other schema does not say itself; properties and required ones are joined. */
  private static void merge(ObjectNode part, ObjectNode into) {
    for (Map.Entry<String, JsonNode> member : part.properties()) {
      JsonNode own = into.get(member.getKey());
      if (own == null) {
        into.set(member.getKey(), member.getValue());
      } else if (member.getKey().equals("properties")) {
        merge((ObjectNode) member.getValue(), (ObjectNode) own);
      } else if (member.getKey().equals("required")) {
        ((ArrayNode) own).addAll((ArrayNode) member.getValue());
      }
    }
  }

  private static void convertTypes(ObjectNode schema, ArrayNode types) {
    List<String> others =
        types.valueStream().map(JsonNode::asString).filter(type -> !type.equals("null")).toList();
    if (others.size() < types.size()) {
      schema.put("nullable", true);
    }
    schema.remove("type");
    if (others.size() == 1) {
      schema.put("type", others.getFirst());
    }
  }

  private static void convertValues(ObjectNode schema, ArrayNode values) {
    ArrayNode others = EventJson.MAPPER.createArrayNode();
    values.valueStream().filter(value -> !value.isNull()).forEach(others::add);
    if (others.size() < values.size()) {
      schema.put("nullable", true);
    }
    schema.set("enum", others);
    if (!schema.has("type") && !others.isEmpty()) {
      JsonNode first = others.get(0);
      schema.put("type", first.isBoolean() ? "boolean" : first.isNumber() ? "integer" : "string");
    }
  }
}
