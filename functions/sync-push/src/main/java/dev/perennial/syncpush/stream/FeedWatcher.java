package dev.perennial.syncpush.stream;

import dev.perennial.runtime.database.RedactedFault;
import dev.perennial.syncpush.store.feed.Feeds;
import dev.perennial.syncpush.store.lease.StreamLeases;
import dev.perennial.syncpush.store.nudge.Nudge;
import dev.perennial.syncpush.store.nudge.NudgeConnection;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the streams of this instance while there are any: receives the nudges of other instances,
 * polls the feeds every few seconds even without nudges, and renews the leases. Without an open
 * stream it holds no thread and no connection.
 */
public final class FeedWatcher {

  private static final Logger LOG = LoggerFactory.getLogger(FeedWatcher.class);

  private final Supplier<NudgeConnection> connections;
  private final Feeds feeds;
  private final StreamLeases leases;
  private final StreamTimes times;
  private @Nullable Thread thread;
  private boolean listening;
  private boolean stopped;

  public FeedWatcher(
      Supplier<NudgeConnection> connections, Feeds feeds, StreamLeases leases, StreamTimes times) {
    this.connections = connections;
    this.feeds = feeds;
    this.leases = leases;
    this.times = times;
  }

  /** Starts to watch for these streams, if it is not watching already. */
  public synchronized void start(OpenStreams streams) {
    if (thread == null) {
      thread = Thread.ofVirtual().name("feed-watcher").start(() -> watch(streams));
    }
  }

  /** Stops listening and polling. */
  public synchronized void stop() {
    stopped = true;
    // Not during a poll or a renewal: the transaction would lose its connection.
    if (thread != null && listening) {
      thread.interrupt();
    }
  }

  private synchronized boolean isNeeded(OpenStreams streams) {
    if (streams.isEmpty() || stopped) {
      thread = null;
      return false;
    }
    return true;
  }

  /** After any end of the thread, the next stream starts a new one. */
  private synchronized void ended() {
    if (Thread.currentThread().equals(thread)) {
      thread = null;
    }
  }

  private synchronized boolean setListening(boolean begins) {
    listening = begins && !stopped;
    return listening;
  }

  private void watch(OpenStreams streams) {
    try (var connection = connections.get()) {
      var poll = Deadline.in(times.poll());
      var renewal = Deadline.in(times.heartbeat());
      while (isNeeded(streams)) {
        if (listen(connection, streams, poll.earlierOf(renewal)) || poll.isReached()) {
          attempt(() -> streams.advance(feeds.latest(streams.users())));
          poll = Deadline.in(times.poll());
        }
        if (renewal.isReached()) {
          attempt(() -> renew(streams));
          renewal = Deadline.in(times.heartbeat());
        }
      }
    } finally {
      ended();
    }
  }

  /**
   * Passes on nudges until the deadline. A fault does not end the thread, because polling also
   * finds new entries.
   *
   * @return true as soon as any feed may have new entries
   */
  private boolean listen(NudgeConnection connection, OpenStreams streams, Deadline until) {
    while (!until.isReached() && setListening(true)) {
      try {
        for (var nudge : connection.receive(until.left())) {
          if (nudge.equals(Nudge.ALL)) {
            return true;
          }
          streams.advance(nudge.latest());
        }
      } catch (SQLException | RuntimeException e) {
        // Catches every fault: without this thread, no stream would be polled for or renewed.
        pause(until, e);
      } finally {
        setListening(false);
      }
    }
    return false;
  }

  private static void pause(Deadline until, Exception fault) {
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    LOG.warn(
        "Cannot listen for nudges; polls find new entries until it works again",
        RedactedFault.of(fault));
    try {
      Thread.sleep(until.left());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Renews the leases. A stream whose lease is not renewed belongs to a deleted user and is ended.
   */
  private void renew(OpenStreams streams) {
    var open = streams.all();
    var renewed = leases.renew(open.stream().map(Subscription::lease).toList());
    open.stream()
        .filter(stream -> !renewed.contains(stream.id()))
        .forEach(stream -> stream.mailbox().end(StreamEnd.USER_DELETED));
    // The lease of a stream that closed meanwhile may have been inserted again after its release.
    var stillOpen = Set.copyOf(streams.all());
    streams.release(open.stream().filter(stream -> !stillOpen.contains(stream)).toList());
  }

  private static void attempt(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.warn("A poll or renewal failed; it is tried again soon", RedactedFault.of(e));
    }
  }
}
