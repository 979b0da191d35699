package dev.perennial.local.training;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One request of a journey. A name in braces, in the path or the body, stands for what an earlier
 * step saved.
 *
 * @param type of the body; application/json unless told
 * @param expect the status that the answer must have
 * @param save names for parts of the answer, each found by its JSON pointer
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
