package dev.perennial.local.kubernetes;

import dev.perennial.local.manifest.PingSource;
import dev.perennial.local.manifest.Refusal;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the API does to PingSources: tells of one, and patches its spec. */
final class PingSourcesResource {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String METADATA = "metadata";
  private static final String VERSION = "resourceVersion";
  private static final String SPEC = "spec";

  private final String namespace;
  private final PingObjects objects;
  private @Nullable Consumer<PingSource> whoObeys;

  PingSourcesResource(String namespace, PingObjects objects) {
    this.namespace = namespace;
    this.objects = objects;
  }

  /** From now on this one is told of every source, first of all as they are. */
  synchronized void obeyedBy(Consumer<PingSource> obeying) {
    whoObeys = obeying;
    objects.sources().forEach(obeying);
  }

  Map<String, Object> get(Target target) throws ApiFailure {
    return require(target).object(namespace, target.name());
  }

  /** Patches it, and has it obeyed before it answers. */
  synchronized Map<String, Object> patch(Target target, JsonNode patch) throws ApiFailure {
    ObjectNode before = JSON.valueToTree(get(target));
    if (!(MergePatch.apply(before, patch) instanceof ObjectNode after)) {
      throw ApiFailure.badRequest("a JSON object is expected");
    }
    requireVersion(target, before, after);
    requireSameObject(target, before, after);
    if (!after.path(SPEC).equals(before.path(SPEC))) {
      obey(target, after.path(SPEC));
    }
    return get(target);
  }

  private void obey(Target target, JsonNode spec) throws ApiFailure {
    if (!spec.isObject()) {
      throw ApiFailure.invalid(target, SPEC + ": an object is expected");
    }
    try {
      var source = objects.replace(target.name(), spec);
      if (whoObeys != null) {
        whoObeys.accept(source);
      }
    } catch (Refusal refusal) {
      throw ApiFailure.invalid(target, SPEC + "." + refusal.getMessage());
    }
  }

  private StoredPing require(Target target) throws ApiFailure {
    boolean served =
        (target.group() + "/" + target.version()).equals(PingObjects.API_VERSION)
            && target.resource().equals("pingsources")
            && target.namespace().equals(namespace);
    var found = served ? objects.get(target.name()) : null;
    if (found == null) {
      throw ApiFailure.notFound(target);
    }
    return found;
  }

  /** Who names a version wants to patch that one only. */
  private static void requireVersion(Target target, ObjectNode before, ObjectNode after)
      throws ApiFailure {
    if (!after.path(METADATA).path(VERSION).equals(before.path(METADATA).path(VERSION))) {
      throw ApiFailure.conflict(target);
    }
  }

  private static void requireSameObject(Target target, ObjectNode before, ObjectNode after)
      throws ApiFailure {
    if (!after.deepCopy().without(SPEC).equals(before.deepCopy().without(SPEC))) {
      throw ApiFailure.invalid(target, "a patch outside of spec: not implemented on one machine");
    }
  }
}
