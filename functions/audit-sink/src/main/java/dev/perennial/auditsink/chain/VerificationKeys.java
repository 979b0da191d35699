package dev.perennial.auditsink.chain;

import dev.perennial.events.CheckpointEvent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The public keys by which checkpoints are verified: that of the current signing key, and those of
 * former ones. They come from the configuration, because who can edit the database could add a key
 * of their own to it.
 */
public final class VerificationKeys {

  /** By id; the first one given is the first. */
  private final Map<String, PublishedKey> keys = new LinkedHashMap<>();

  public VerificationKeys(List<PublishedKey> keys) {
    keys.forEach(key -> this.keys.putIfAbsent(key.keyId(), key));
  }

  /** The keys, each once, in the order in which they were given. */
  public Collection<PublishedKey> all() {
    return keys.values();
  }

  /** Whether one of the keys has the id that the checkpoint names and signed exactly this one. */
  public boolean signed(CheckpointEvent event) {
    PublishedKey key = keys.get(event.keyId());
    return key != null && key.signed(event);
  }
}
