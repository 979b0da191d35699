package dev.perennial.syncpush.store.nudge;

import dev.perennial.runtime.database.RedactedFault;
import dev.perennial.syncpush.store.feed.Entry;
import dev.perennial.syncpush.store.feed.Feeds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies other instances of new entries. Runs outside the transactions that stored the entries
 * and does not delay them. Entries that arrive while a nudge is being sent are merged into the next
 * one.
 */
public final class NudgeSender {

  private static final Logger LOG = LoggerFactory.getLogger(NudgeSender.class);

  private final Feeds feeds;
  private final Map<String, Long> pending = new HashMap<>();
  private boolean sending;

  public NudgeSender(Feeds feeds) {
    this.feeds = feeds;
  }

  /** Sends a nudge about these entries, which must be committed; returns at once. */
  public synchronized void send(Map<String, List<Entry>> entries) {
    entries.forEach((user, ofUser) -> pending.merge(user, ofUser.getLast().seq(), Math::max));
    if (!sending && !pending.isEmpty()) {
      sending = true;
      Thread.ofVirtual().name("nudges").start(this::sendAll);
    }
  }

  private void sendAll() {
    for (var nudge = next(); !nudge.latest().isEmpty(); nudge = next()) {
      try {
        feeds.notifyInstances(nudge.payload());
      } catch (RuntimeException e) {
        LOG.warn(
            "Other instances were not notified of new entries in {} feeds; they find them at their"
                + " next poll",
            nudge.latest().size(),
            RedactedFault.of(e));
      }
    }
  }

  private synchronized Nudge next() {
    var nudge = new Nudge(pending);
    pending.clear();
    sending = !nudge.latest().isEmpty();
    return nudge;
  }
}
