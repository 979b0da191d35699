package dev.perennial.auditsink.trail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.auditsink.chain.Entry;
import dev.perennial.auditsink.chain.SealBroken;
import dev.perennial.auditsink.chain.SealingKey;
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
 * An entry with its decrypted payload.
 *
 * @param data null if the payload cannot be decrypted
 * @param broken whether the key exists and does not fit, so the entry was changed after it was
 *     stored
 */
record OpenedEntry(Entry entry, @Nullable JsonNode data, boolean broken) {

  /** Decrypts the payload if the key of the entry is among these keys. */
  static OpenedEntry of(Entry entry, Map<UUID, SealingKey> keys) {
    SealingKey key = keys.get(entry.keyId());
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

  /** The entry for a page of JSON: without the encrypted payload. */
  ObjectNode pageJson() {
    ObjectNode pageJson = exportJson();
    return pageJson.remove(List.of("payload", "keyId", "readers"));
  }

  /** The entry for an export: everything that its hash covers, and the decrypted payload. */
  ObjectNode exportJson() {
    ObjectNode stored = entry.stored();
    if (data != null) {
      stored.set("data", data);
      return stored;
    }
    return stored.put(broken ? "broken" : "erased", true);
  }
}
