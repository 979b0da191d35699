package dev.perennial.openapi;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One operation of an OpenAPI document. */
record Operation(JsonNode document, String method, String path, JsonNode content) {

  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  static List<Operation> of(JsonNode document) {
    return document.path("paths").properties().stream()
        .flatMap(
            path ->
                path.getValue().properties().stream()
                    .filter(member -> METHODS.contains(member.getKey()))
                    .map(
                        method ->
                            new Operation(
                                document, method.getKey(), path.getKey(), method.getValue())))
        .toList();
  }

  String id() {
    return content.path("operationId").asString("");
  }

  /** Whether it can be requested without any credential. */
  boolean isPublic() {
    var security = content.has("security") ? content.get("security") : document.path("security");
    return security.isEmpty() || security.valueStream().anyMatch(JsonNode::isEmpty);
  }

  /** Its own parameters and those of its path. */
  List<JsonNode> parameters() {
    return Stream.concat(
            document.path("paths").path(path).path("parameters").valueStream(),
            content.path("parameters").valueStream())
        .map(this::resolved)
        .toList();
  }

  boolean has(String in, String name) {
    return parameters().stream()
        .anyMatch(
            parameter ->
                parameter.path("in").asString("").equals(in)
                    && parameter.path("name").asString("").equals(name));
  }

  JsonNode response(String status) {
    return resolved(content.path("responses").path(status));
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asString().substring(1)) : node;
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
