package dev.perennial.syncpush.stream;

import dev.perennial.runtime.database.RedactedFault;
import dev.perennial.syncpush.store.Feeds;
import dev.perennial.syncpush.store.Nudge;
import dev.perennial.syncpush.store.NudgeConnection;
import dev.perennial.syncpush.store.StreamLeases;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks out for this instance's streams while there are any: hears what other instances have
 * stored, asks the table every few seconds whatever it hears, and renews the leases. Without a
 * stream it holds no thread and no connection.
 */
public final class Watch {

  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  private final Supplier<NudgeConnection> connections;
  private final Feeds feeds;
  private final StreamLeases leases;
  private final StreamTimes times;
  private @Nullable Thread thread;
  private boolean listening;
  private boolean stopped;

  public Watch(
      Supplier<NudgeConnection> connections, Feeds feeds, StreamLeases leases, StreamTimes times) {
    this.connections = connections;
    this.feeds = feeds;
    this.leases = leases;
    this.times = times;
  }

  /** A stream has been opened. */
  public synchronized void begin(OpenStreams streams) {
    if (thread == null) {
      thread = Thread.ofVirtual().name("watch").start(() -> watch(streams));
    }
  }

  /** The streams end; nothing is listened to or asked any more. */
  public synchronized void stop() {
    stopped = true;
    // Only then: a transaction would lose its connection.
    if (thread != null && listening) {
      thread.interrupt();
    }
  }

  private synchronized boolean goesOn(OpenStreams streams) {
    if (streams.isEmpty() || stopped) {
      thread = null;
      return false;
    }
    return true;
  }

  /** Whatever it ended by, the next stream begins anew. */
  private synchronized void ended() {
    if (Thread.currentThread().equals(thread)) {
      thread = null;
    }
  }

  private synchronized boolean mayListen(boolean begins) {
    listening = begins && !stopped;
    return listening;
  }

  private void watch(OpenStreams streams) {
    try (var connection = connections.get()) {
      var check = Deadline.in(times.check());
      var renewal = Deadline.in(times.heartbeat());
      while (goesOn(streams)) {
        if (heardOfAll(connection, streams, check.or(renewal)) || check.hasCome()) {
          attempt(() -> streams.heard(feeds.latest(streams.users())));
          check = Deadline.in(times.check());
        }
        if (renewal.hasCome()) {
          attempt(() -> renew(streams));
          renewal = Deadline.in(times.heartbeat());
        }
      }
    } finally {
      ended();
    }
  }

  /**
   * Listens until then. Not being able to is not being deaf: the check finds it as well.
   *
   * @return true as soon as anybody's feed may have more
   */
  private boolean heardOfAll(NudgeConnection connection, OpenStreams streams, Deadline until) {
    while (!until.hasCome() && mayListen(true)) {
      try {
        for (var nudge : connection.hear(until.left())) {
          if (nudge.equals(Nudge.ALL)) {
            return true;
          }
          streams.heard(nudge.latest());
        }
      } catch (SQLException | RuntimeException e) {
        // Whatever it is: without this thread the streams would be neither checked nor renewed.
        pause(until, e);
      } finally {
        mayListen(false);
      }
    }
    return false;
  }

  private static void pause(Deadline until, Exception deaf) {
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    LOG.warn(
        "Other instances cannot be heard; what they store is found by the checks",
        RedactedFault.of(deaf));
    try {
      Thread.sleep(until.left());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whoever may not follow any more gets no lease. */
  private void renew(OpenStreams streams) {
    var open = streams.all();
    var renewed = leases.renew(open.stream().map(Following::lease).toList());
    open.stream()
        .filter(stream -> !renewed.contains(stream.id()))
        .forEach(stream -> stream.mailbox().end(Bye.ACCESS));
    // Of one that closed meanwhile the lease may have been taken again after it was given back.
    var still = Set.copyOf(streams.all());
    streams.giveBack(open.stream().filter(stream -> !still.contains(stream)).toList());
  }

  private static void attempt(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.warn("The streams could not be checked; the next check is soon", RedactedFault.of(e));
    }
  }
}
