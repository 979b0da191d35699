package dev.perennial.syncpush.stream;

import dev.perennial.api.memory.MemoryBudget;
import dev.perennial.api.response.Response;
import dev.perennial.runtime.database.DatabaseFault;
import dev.perennial.syncpush.store.feed.Entry;
import dev.perennial.syncpush.store.feed.FeedPage;
import dev.perennial.syncpush.store.feed.Feeds;
import dev.perennial.syncpush.store.lease.StreamLeases.Lease;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open stream, on the thread of its request. It sends the entries of its user's feed after its
 * position, waits for a signal that there are more, and ends by itself.
 *
 * <pre>
 *   signal ──> next entry in the mailbox? ──> send it from memory
 *                └─else─> read the next page from the table ──> send it ──> position
 * </pre>
 *
 * <p>A client that does not read blocks only this thread, until the server's write times out. It
 * holds no database connection; its memory is limited by a budget.
 */
final class Subscription implements Response.Streamed.Body {

  private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

  private static final int PAGE_ENTRIES = 100;

  /** Small, since thousands of streams may catch up at the same time. */
  private static final int PAGE_BYTES = 128 * 1024;

  private static final Duration MEMORY_TIMEOUT = Duration.ofSeconds(10);

  private final Lease lease;
  private final String user;
  private final Optional<Long> since;
  private final Duration validity;
  private final OpenStreams streams;
  private final Feeds feeds;
  private final StreamTimes times;
  private final MemoryBudget memory;
  private final Mailbox mailbox;
  private long position;

  /**
   * @param since the number after which it begins; empty for the end of the feed
   * @param validity how long the user's token or ticket is valid
   */
  Subscription(
      Lease lease,
      Optional<Long> since,
      Duration validity,
      OpenStreams streams,
      Feeds feeds,
      StreamTimes times,
      StreamMemory memory) {
    this.lease = lease;
    this.user = lease.user();
    this.since = since;
    this.validity = validity;
    this.streams = streams;
    this.feeds = feeds;
    this.times = times;
    this.memory = memory.pages();
    this.mailbox = new Mailbox(user, memory.entries());
  }

  Lease lease() {
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
    var sse = new SseWriter(out);
    // Registered before the feed is first read, so that no commit falls between the two.
    streams.register(this);
    try {
      sse.end(send(sse));
    } catch (IOException e) {
      LOG.debug("The client closed the stream or reads nothing; it resumes from its cursor", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      streams.unregister(this);
      mailbox.close();
    }
  }

  @Override
  public void discard() {
    streams.release(List.of(this));
    mailbox.close();
  }

  private StreamEnd send(SseWriter sse) throws IOException, InterruptedException {
    try {
      begin(sse);
      return sendUntilEnd(sse);
    } catch (RuntimeException e) {
      if (DatabaseFault.isTransient(e)) {
        return StreamEnd.UNAVAILABLE;
      }
      throw e;
    }
  }

  private void begin(SseWriter sse) throws IOException {
    sse.open();
    var feed = feeds.bounds(user);
    position = since.orElse(feed.latest());
    if (!feed.canResumeFrom(position)) {
      reset(sse);
    }
    mailbox.advance(feed.latest());
  }

  private StreamEnd sendUntilEnd(SseWriter sse) throws IOException, InterruptedException {
    var timeout = Deadline.in(shorter(times.open(), validity));
    var heartbeat = Deadline.in(times.heartbeat());
    while (true) {
      mailbox.await(position, Math.min(timeout.nanosLeft(), heartbeat.nanosLeft()));
      var end = end(timeout);
      if (end != null) {
        return end;
      }
      if (mailbox.hasMoreThan(position)) {
        if (!catchUp(sse)) {
          return StreamEnd.UNAVAILABLE;
        }
        heartbeat = Deadline.in(times.heartbeat());
      } else if (heartbeat.isReached()) {
        sse.heartbeat();
        heartbeat = Deadline.in(times.heartbeat());
      }
    }
  }

  private @Nullable StreamEnd end(Deadline timeout) {
    var signalled = mailbox.end();
    if (signalled != null || !timeout.isReached()) {
      return signalled;
    }
    return validity.compareTo(times.open()) < 0 ? StreamEnd.TOKEN_EXPIRED : StreamEnd.TIME_LIMIT;
  }

  /**
   * Sends some of the waiting entries, so that the caller can then check whether the stream must
   * end.
   *
   * @return false if there was no memory for a page in time
   */
  private boolean catchUp(SseWriter sse) throws IOException, InterruptedException {
    sendFromMailbox(sse);
    var enough = !mailbox.hasMoreThan(position) || sendPage(sse);
    sse.flush();
    return enough;
  }

  private void sendFromMailbox(SseWriter sse) throws IOException {
    mailbox.discardUpTo(position);
    for (var next = mailbox.next(position); next.isPresent(); next = mailbox.next(position)) {
      send(next.get(), sse);
      mailbox.discardUpTo(position);
    }
  }

  private boolean sendPage(SseWriter sse) throws IOException, InterruptedException {
    var reserved = memory.reserve(user, PAGE_BYTES, MEMORY_TIMEOUT);
    if (reserved.isEmpty()) {
      LOG.warn("No memory for a page of a stream in time; the stream ends, its client resumes it");
      return false;
    }
    try (var reservation = reserved.get()) {
      var signalled = mailbox.latest();
      var page = feeds.read(user, position, PAGE_ENTRIES, PAGE_BYTES);
      reservation.resize(page.memoryBytes());
      send(page, signalled, sse);
    }
    return true;
  }

  private void send(FeedPage page, long signalled, SseWriter sse) throws IOException {
    if (!page.canResumeFrom(position)) {
      reset(sse);
      return;
    }
    for (var entry : page.entries()) {
      send(entry, sse);
    }
    if (page.entries().isEmpty()) {
      mailbox.correct(signalled, page.latest());
    }
  }

  private void send(Entry entry, SseWriter sse) throws IOException {
    sse.entry(entry);
    position = entry.seq();
  }

  private void reset(SseWriter sse) throws IOException {
    var feed = feeds.bounds(user);
    sse.reset(feed);
    sse.flush();
    position = feed.latest();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
