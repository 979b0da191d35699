package dev.perennial.local.kubernetes;

import dev.perennial.local.manifest.InvalidFieldException;
import dev.perennial.local.manifest.PingSource;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads PingSources and patches their spec. */
final class PingSourcesApi {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String METADATA = "metadata";
  private static final String VERSION = "resourceVersion";
  private static final String SPEC = "spec";

  private final String namespace;
  private final PingSourceStore objects;
  private @Nullable Consumer<PingSource> listener;

  PingSourcesApi(String namespace, PingSourceStore objects) {
    this.namespace = namespace;
    this.objects = objects;
  }

  /** Registers the listener and calls it for every source. */
  synchronized void onChange(Consumer<PingSource> newListener) {
    listener = newListener;
    objects.sources().forEach(newListener);
  }

  Map<String, Object> get(ObjectPath target) throws ApiException {
    return require(target).object(namespace, target.name());
  }

  /** Patches a source, and calls the listener before it returns. */
  synchronized Map<String, Object> patch(ObjectPath target, JsonNode patch) throws ApiException {
    ObjectNode before = JSON.valueToTree(get(target));
    if (!(MergePatch.apply(before, patch) instanceof ObjectNode after)) {
      throw ApiException.badRequest("a JSON object is expected");
    }
    requireVersion(target, before, after);
    requireSameObject(target, before, after);
    if (!after.path(SPEC).equals(before.path(SPEC))) {
      update(target, after.path(SPEC));
    }
    return get(target);
  }

  private void update(ObjectPath target, JsonNode spec) throws ApiException {
    if (!spec.isObject()) {
      throw ApiException.invalid(target, SPEC + ": an object is expected");
    }
    try {
      PingSource source = objects.replace(target.name(), spec);
      if (listener != null) {
        listener.accept(source);
      }
    } catch (InvalidFieldException e) {
      throw ApiException.invalid(target, SPEC + "." + e.getMessage());
    }
  }

  private StoredPingSource require(ObjectPath target) throws ApiException {
    boolean served =
        (target.group() + "/" + target.version()).equals(PingSourceStore.API_VERSION)
            && target.resource().equals("pingsources")
            && target.namespace().equals(namespace);
    StoredPingSource found = served ? objects.get(target.name()) : null;
    if (found == null) {
      throw ApiException.notFound(target);
    }
    return found;
  }

  /** A patch with a resource version applies to that version only. */
  private static void requireVersion(ObjectPath target, ObjectNode before, ObjectNode after)
      throws ApiException {
    if (!after.path(METADATA).path(VERSION).equals(before.path(METADATA).path(VERSION))) {
      throw ApiException.conflict(target);
    }
  }

  private static void requireSameObject(ObjectPath target, ObjectNode before, ObjectNode after)
      throws ApiException {
    if (!after.deepCopy().without(SPEC).equals(before.deepCopy().without(SPEC))) {
      throw ApiException.invalid(target, "a patch outside of spec: not implemented on one machine");
    }
  }
}
