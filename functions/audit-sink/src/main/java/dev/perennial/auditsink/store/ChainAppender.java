package dev.perennial.auditsink.store;

import dev.perennial.auditsink.chain.Entry;
import dev.perennial.auditsink.chain.PayloadKeyMissing;
import dev.perennial.auditsink.chain.PayloadKeys;
import dev.perennial.auditsink.chain.SealingKey;
import dev.perennial.events.ChainHead;
import dev.perennial.runtime.ledger.TryLater;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of an owner's chain while entries are appended to it. */
final class ChainAppender {

  private static final Logger LOG = LoggerFactory.getLogger(ChainAppender.class);

  private final ChainStateRow before;
  private final PayloadKeys payloadKeys;
  private ChainHead head;
  private @Nullable SealingKey key;
  private @Nullable KeyRow created;

  ChainAppender(ChainStateRow before, PayloadKeys payloadKeys) {
    this.before = before;
    this.payloadKeys = payloadKeys;
    this.head =
        before.number() == null || before.hash() == null
            ? Entry.beforeFirst(before.owner())
            : new ChainHead(before.owner(), before.number(), before.hash());
  }

  Entry add(ReceivedEvent event, Instant now) {
    var entry =
        Entry.after(head, event.metadata(), notBefore(now), keyFor(event, now), event.payload());
    head = entry.head();
    return entry;
  }

  /**
   * The key that was created for the appended entries, which has to be saved; empty if the owner
   * had one.
   */
  Optional<KeyRow> newKey() {
    return Optional.ofNullable(created);
  }

  /**
   * The clocks of two instances may differ; the times of receipt along a chain must not decrease.
   */
  private Instant notBefore(Instant now) {
    Instant last = before.receivedAt();
    return last != null && last.isAfter(now) ? last : now;
  }

  private SealingKey keyFor(ReceivedEvent event, Instant now) {
    if (before.erasedAt() != null && !event.metadata().time().isAfter(before.erasedAt())) {
      // The owner was erased after this event happened, so it is encrypted with a key that is not
      // kept.
      return SealingKey.random();
    }
    if (key == null) {
      key = storedKey();
    }
    if (key == null) {
      key = SealingKey.random();
      created = KeyRow.of(before.owner(), key, payloadKeys.current(), now);
    }
    return key;
  }

  private @Nullable SealingKey storedKey() {
    if (before.keyId() == null || before.sealed() == null) {
      return null;
    }
    try {
      return payloadKeys.open(
          before.keyId(), before.owner(), HexFormat.of().parseHex(before.sealed()));
    } catch (PayloadKeyMissing missing) {
      LOG.error("An event is not accepted, the broker retries it: {}", missing.getMessage());
      throw new TryLater(String.valueOf(missing.getMessage()));
    }
  }
}
