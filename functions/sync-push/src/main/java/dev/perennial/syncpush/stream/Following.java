package dev.perennial.syncpush.stream;

import dev.perennial.api.response.Response;
import dev.perennial.runtime.database.DatabaseFault;
import dev.perennial.syncpush.store.Feeds;
import dev.perennial.syncpush.store.StreamLeases;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open stream, on the thread of its request: it writes what its user's feed has after its
 * position, waits to be told of more, and ends by itself.
 *
 * <pre>
 *   told ──> in the mailbox and next? ──> written from memory
 *               └─else─> read from the table, a page at a time ──> written ──> position
 * </pre>
 *
 * <p>A client that takes nothing holds up this thread alone, until the server gives up writing.
 */
final class Following implements Response.Streamed.Body {

  private static final Logger LOG = LoggerFactory.getLogger(Following.class);
  private static final int PAGE = 100;

  private final StreamLeases.Open lease;
  private final String user;
  private final Optional<Long> since;
  private final Duration right;
  private final OpenStreams streams;
  private final Feeds feeds;
  private final StreamTimes times;
  private final Mailbox mailbox = new Mailbox();
  private long position;

  /**
   * @param since the number it goes on from; empty for from now on
   * @param right for how long its user may follow
   */
  Following(
      StreamLeases.Open lease,
      Optional<Long> since,
      Duration right,
      OpenStreams streams,
      Feeds feeds,
      StreamTimes times) {
    this.lease = lease;
    this.user = lease.user();
    this.since = since;
    this.right = right;
    this.streams = streams;
    this.feeds = feeds;
    this.times = times;
  }

  StreamLeases.Open lease() {
    return lease;
  }

  UUID id() {
    return lease.id();
  }

  String user() {
    return user;
  }

  Mailbox mailbox() {
    return mailbox;
  }

  @Override
  public void writeTo(OutputStream out) {
    var stream = new EventStream(out);
    // What is committed from here on is heard of; what was before is read.
    streams.opened(this);
    try {
      stream.bye(follow(stream));
    } catch (IOException e) {
      LOG.debug("The client has gone or takes nothing; it comes back with its position", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      streams.closed(this);
    }
  }

  private Bye follow(EventStream stream) throws IOException, InterruptedException {
    try {
      begin(stream);
      return untilTheEnd(stream);
    } catch (RuntimeException e) {
      if (DatabaseFault.isTransient(e)) {
        return Bye.UNAVAILABLE;
      }
      throw e;
    }
  }

  private void begin(EventStream stream) throws IOException {
    stream.open();
    var feed = feeds.end(user);
    position = since.orElse(feed.latest());
    if (!feed.canFollow(position)) {
      reset(stream);
    }
    mailbox.heard(feed.latest());
  }

  private Bye untilTheEnd(EventStream stream) throws IOException, InterruptedException {
    var end = Deadline.in(shorter(times.open(), right));
    var heartbeat = Deadline.in(times.heartbeat());
    while (true) {
      mailbox.await(position, Math.min(end.nanosLeft(), heartbeat.nanosLeft()));
      var bye = why(end);
      if (bye != null) {
        return bye;
      }
      if (mailbox.hasMoreThan(position)) {
        catchUp(stream);
        heartbeat = Deadline.in(times.heartbeat());
      } else if (heartbeat.hasCome()) {
        stream.heartbeat();
        heartbeat = Deadline.in(times.heartbeat());
      }
    }
  }

  private @Nullable Bye why(Deadline end) {
    var told = mailbox.bye();
    if (told != null || !end.hasCome()) {
      return told;
    }
    return right.compareTo(times.open()) < 0 ? Bye.TOKEN : Bye.TIME;
  }

  /** Writes a part of what there is; the end is looked for between the parts. */
  private void catchUp(EventStream stream) throws IOException {
    for (var entry : mailbox.after(position)) {
      stream.entry(entry);
      position = entry.seq();
    }
    if (mailbox.hasMoreThan(position)) {
      readPage(stream);
    }
    stream.flush();
  }

  private void readPage(EventStream stream) throws IOException {
    var heard = mailbox.latest();
    var page = feeds.read(user, position, PAGE);
    if (!page.canFollow(position)) {
      reset(stream);
      return;
    }
    for (var entry : page.entries()) {
      stream.entry(entry);
      position = entry.seq();
    }
    if (page.entries().isEmpty()) {
      mailbox.correct(heard, page.latest());
    }
  }

  private void reset(EventStream stream) throws IOException {
    var feed = feeds.end(user);
    stream.reset(feed);
    stream.flush();
    position = feed.latest();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
