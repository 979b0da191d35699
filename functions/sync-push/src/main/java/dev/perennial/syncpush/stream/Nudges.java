package dev.perennial.syncpush.stream;

import dev.perennial.runtime.database.RedactedFault;
import dev.perennial.syncpush.store.Entry;
import dev.perennial.syncpush.store.Feeds;
import dev.perennial.syncpush.store.Nudge;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other instances what this one has stored, beside the transactions that stored it and
 * without making them wait: what comes while one nudge is sent goes into the next.
 */
public final class Nudges {

  private static final Logger LOG = LoggerFactory.getLogger(Nudges.class);

  private final Feeds feeds;
  private final Map<String, Long> waiting = new HashMap<>();
  private boolean sending;

  public Nudges(Feeds feeds) {
    this.feeds = feeds;
  }

  /** These entries are committed. */
  public synchronized void send(Map<String, List<Entry>> entries) {
    entries.forEach((user, ofUser) -> waiting.merge(user, ofUser.getLast().seq(), Math::max));
    if (!sending && !waiting.isEmpty()) {
      sending = true;
      Thread.ofVirtual().name("nudges").start(this::sendAll);
    }
  }

  private void sendAll() {
    for (var nudge = next(); !nudge.latest().isEmpty(); nudge = next()) {
      try {
        feeds.tell(nudge);
      } catch (RuntimeException e) {
        LOG.warn(
            "Other instances were not told of {} feeds; their next check finds them",
            nudge.latest().size(),
            RedactedFault.of(e));
      }
    }
  }

  private synchronized Nudge next() {
    var nudge = new Nudge(waiting);
    waiting.clear();
    sending = !nudge.latest().isEmpty();
    return nudge;
  }
}
