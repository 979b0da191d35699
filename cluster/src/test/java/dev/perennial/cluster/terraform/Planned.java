package dev.perennial.cluster.terraform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.msgpack.value.Value;
import org.msgpack.value.ValueFactory;
import tools.jackson.databind.JsonNode;

/** What a provider adds to a resource's values: unknown ones in a plan, made ones in an apply. */
final class Planned {

  private static final Value HOST = Values.string("made.example.org");

  private Planned() {}

  /**
   * Values that the provider computes are unknown, if the resource is new; secrets are left out.
   */
  static void plan(JsonNode block, Map<String, Object> values, boolean isNew) {
    walk(
        block,
        values,
        (attribute, value) ->
            isNew && attribute.path("computed").asBoolean(false) && Values.isNull(value)
                ? Values.UNKNOWN
                : value);
  }

  static void apply(JsonNode block, Map<String, Object> values) {
    walk(block, values, (attribute, value) -> Values.isUnknown(value) ? made(attribute) : value);
  }

  @SuppressWarnings("unchecked")
  private static void walk(
      JsonNode block, Map<String, Object> values, BiFunction<JsonNode, Object, Object> change) {
    block
        .path("attributes")
        .forEachEntry(
            (name, attribute) ->
                values.put(
                    name,
                    attribute.path("write_only").asBoolean(false)
                        ? Values.NULL
                        : walk(attribute, values.get(name), change)));
    block
        .path("block_types")
        .forEachEntry(
            (name, nested) ->
                each(values.get(name))
                    .forEach(one -> walk(nested.get("block"), (Map<String, Object>) one, change)));
  }

  @SuppressWarnings("unchecked")
  private static Object walk(
      JsonNode attribute, Object value, BiFunction<JsonNode, Object, Object> change) {
    if (attribute.has("nested_type")) {
      each(value)
          .forEach(one -> walk(attribute.get("nested_type"), (Map<String, Object>) one, change));
    }
    return change.apply(attribute, value);
  }

  private static List<Object> each(Object nested) {
    return switch (nested) {
      case List<?> list -> new ArrayList<>(list);
      case Map<?, ?> map -> List.of(map);
      default -> List.of();
    };
  }

  private static Object made(JsonNode attribute) {
    if (attribute.has("nested_type")) {
      return madeNested(attribute.get("nested_type"));
    }
    JsonNode type = attribute.get("type");
    return switch (type.isArray() ? type.get(0).asString() : type.asString()) {
      case "string" -> HOST;
      case "number" -> ValueFactory.newInteger(1);
      case "bool" -> ValueFactory.newBoolean(false);
      case "map", "object" -> Map.of();
      // A list of texts may be one of addresses.
      case "list" ->
          "string".equals(type.get(1).asString(""))
              ? List.of(Values.string(HOST + ":9092"))
              : List.of();
      default -> List.of();
    };
  }

  private static Object madeNested(JsonNode type) {
    if (!"single".equals(type.at("/nesting_mode").asString())) {
      return List.of();
    }
    Map<String, Object> values = new LinkedHashMap<>();
    type.path("attributes").forEachEntry((name, attribute) -> values.put(name, made(attribute)));
    return values;
  }
}
