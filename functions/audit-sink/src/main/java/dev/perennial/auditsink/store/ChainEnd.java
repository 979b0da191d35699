package dev.perennial.auditsink.store;

import dev.perennial.auditsink.chain.Entry;
import dev.perennial.auditsink.chain.Key;
import dev.perennial.events.ChainHead;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The end of an owner's chain, while entries are added to it. */
final class ChainEnd {

  private final StandingRow before;
  private final Key master;
  private ChainHead head;
  private @Nullable Key key;
  private @Nullable KeyRow made;

  ChainEnd(StandingRow before, Key master) {
    this.before = before;
    this.master = master;
    this.head =
        before.number() == null || before.hash() == null
            ? Entry.beforeFirst(before.owner())
            : new ChainHead(before.owner(), before.number(), before.hash());
  }

  Entry add(Received event, Instant now) {
    var entry =
        Entry.after(head, event.facts(), notBefore(now), keyFor(event, now), event.payload());
    head = entry.head();
    return entry;
  }

  /** The key that had to be made for what was added. */
  Optional<KeyRow> newKey() {
    return Optional.ofNullable(made);
  }

  /** The clocks of two instances may differ, the order of a chain may not. */
  private Instant notBefore(Instant now) {
    var last = before.receivedAt();
    return last != null && last.isAfter(now) ? last : now;
  }

  private Key keyFor(Received event, Instant now) {
    if (before.erasedAt() != null && !event.facts().time().isAfter(before.erasedAt())) {
      // It happened before the person was forgotten and only arrives now: nobody keeps this key.
      return Key.random();
    }
    if (key == null) {
      key = keptKey();
    }
    if (key == null) {
      key = Key.random();
      made = new KeyRow(before.owner(), key.id(), key.sealedBy(master, before.owner()), now);
    }
    return key;
  }

  private @Nullable Key keptKey() {
    return before.keyId() == null || before.sealed() == null
        ? null
        : Key.openedBy(
            master, before.keyId(), before.owner(), HexFormat.of().parseHex(before.sealed()));
  }
}
