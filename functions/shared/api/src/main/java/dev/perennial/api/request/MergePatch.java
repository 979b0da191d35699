package dev.perennial.api.request;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON merge patch (RFC 7396). */
public final class MergePatch {

  private MergePatch() {}

  /**
   * Changes the target as the patch says. A null stays in it as a null where the RFC takes the
   * field away: to who reads fields it is the same, and a name that is not known is still seen.
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
