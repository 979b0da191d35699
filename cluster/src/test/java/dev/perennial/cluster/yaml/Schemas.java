package dev.perennial.cluster.yaml;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schemas with which a cluster checks what it is sent, from the files in {@code schemas/}. Each
 * names the project and the version that it was made from. Rules in CEL are not checked.
 */
final class Schemas {

  private static final List<String> FILES =
      List.of(
          "kubernetes",
          "knative-serving",
          "knative-eventing",
          "knative-kafka",
          "gateway-api",
          "redpanda-operator");
  private static final JsonMapper JSON = new JsonMapper();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final Map<String, Schema> byType = new HashMap<>();

  Schemas() {
    FILES.forEach(this::add);
  }

  private void add(String name) {
    JsonNode file = read("/schemas/" + name + ".json");
    file.at("/schemas")
        .forEachEntry(
            (type, schema) -> {
              ObjectNode whole = ((ObjectNode) schema).deepCopy();
              if (file.has("$defs")) {
                whole.set("$defs", file.get("$defs"));
              }
              byType.put(type, REGISTRY.getSchema(whole.toString()));
            });
  }

  private static JsonNode read(String resource) {
    try (InputStream file = Objects.requireNonNull(Schemas.class.getResourceAsStream(resource))) {
      return JSON.readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the object's schema has against it, each with the path of the field. */
  List<String> violations(ClusterObject object) {
    Schema schema = byType.get(object.type());
    if (schema == null) {
      return List.of(object + ": there is no schema of " + object.type());
    }
    return schema.validate(object.fields().toString(), InputFormat.JSON).stream()
        .map(error -> object + ": " + describe(error))
        .toList();
  }

  private static String describe(Error error) {
    return error.getInstanceLocation() + ": " + error.getMessage();
  }
}
