package dev.perennial.api.request;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON merge patch (RFC 7396). */
public final class MergePatch {

  private MergePatch() {}

  /**
   * Applies the patch to the target. Unlike the RFC, a null in the patch is stored as null instead
   * of removing the field. {@link JsonFields} reads both as null, and an unknown name is still
   * detected.
   */
  public static void apply(ObjectNode patch, ObjectNode target) {
    for (var field : patch.properties()) {
      JsonNode value = field.getValue();
      if (value instanceof ObjectNode inner
          && target.get(field.getKey()) instanceof ObjectNode old) {
        apply(inner, old);
      } else {
        target.set(field.getKey(), value);
      }
    }
  }
}
