package dev.perennial.auditsink.trail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.auditsink.chain.Entry;
import dev.perennial.auditsink.chain.Key;
import dev.perennial.auditsink.chain.SealBroken;
import dev.perennial.events.EventJson;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * An entry with its payload opened.
 *
 * @param data null if it cannot be opened
 * @param broken whether the key is there and does not fit: somebody has changed the entry
 */
record OpenedEntry(Entry entry, @Nullable JsonNode data, boolean broken) {

  /** Opens the entry with its key, if that is among these keys. */
  static OpenedEntry of(Entry entry, Map<UUID, Key> keys) {
    Key key = keys.get(entry.keyId());
    if (key == null) {
      return new OpenedEntry(entry, null, false);
    }
    try {
      return new OpenedEntry(entry, json(entry.open(key)), false);
    } catch (SealBroken broken) {
      return new OpenedEntry(entry, null, true);
    }
  }

  private static JsonNode json(byte[] payload) {
    try {
      return EventJson.MAPPER.readTree(payload);
    } catch (JacksonException noJson) {
      return new StringNode(new String(payload, UTF_8));
    }
  }

  /** What people want to know of it. */
  ObjectNode shown() {
    var shown = stored();
    return shown.remove(List.of("payload", "keyId", "readers"));
  }

  /** Everything that the hash is over, and what it tells. */
  ObjectNode stored() {
    var stored = entry.stored();
    if (data != null) {
      stored.set("data", data);
      return stored;
    }
    return stored.put(broken ? "broken" : "erased", true);
  }
}
