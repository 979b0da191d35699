package dev.perennial.auditsink.chain;

import java.util.UUID;

/** The key of a person was encrypted by a payload key that is not configured. */
public final class PayloadKeyMissing extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PayloadKeyMissing(UUID id) {
    super(
        "the key %s of a person was encrypted neither by AUDIT_KEY nor by a key in AUDIT_OTHER_KEYS: add the former payload key to the latter"
            .formatted(id));
  }
}
