package dev.perennial.local.training;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One request of a journey. A name in braces in the path or the body stands for a value that an
 * earlier step saved.
 *
 * @param type media type of the body; null means application/json
 * @param expect the status that the response must have
 * @param save values of the response to save: JSON pointer by name
 */
record Step(
    String method,
    String path,
    @Nullable String type,
    @Nullable JsonNode body,
    int expect,
    @Nullable Map<String, String> save) {

  String contentType() {
    return type == null ? "application/json" : type;
  }

  Map<String, String> saves() {
    return save == null ? Map.of() : save;
  }
}
