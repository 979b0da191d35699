package dev.perennial.local.training;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One request of a journey. A name in braces in the path or the body stands for a value that an
 * earlier step saved.
 *
 * @param user whose token it carries; null for that of the journey
 * @param type media type of the body; null means application/json
 * @param expect the status that the response must have: one of success, because what refuses a
 *     request is not worth loading at every start
 * @param save values of the response to save: JSON pointer by name
 */
record Step(
    @Nullable String user,
    String method,
    String path,
    @Nullable String type,
    @Nullable JsonNode body,
    int expect,
    @Nullable Map<String, String> save) {

  private static final int SUCCESS = 2;

  Step {
    if (expect / 100 != SUCCESS) {
      throw new IllegalArgumentException(
          "%s %s: expect must be from 200 to 299, not %d".formatted(method, path, expect));
    }
  }

  String contentType() {
    return type == null ? "application/json" : type;
  }

  Map<String, String> saves() {
    return save == null ? Map.of() : save;
  }
}
