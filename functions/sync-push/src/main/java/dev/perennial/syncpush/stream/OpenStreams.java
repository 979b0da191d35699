package dev.perennial.syncpush.stream;

import dev.perennial.api.identity.Caller;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.response.Response;
import dev.perennial.syncpush.store.feed.Entry;
import dev.perennial.syncpush.store.feed.Feeds;
import dev.perennial.syncpush.store.lease.StreamLeases;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open streams of this instance, by user. No method waits for a stream's client. */
public final class OpenStreams {

  private static final Logger LOG = LoggerFactory.getLogger(OpenStreams.class);

  private final Feeds feeds;
  private final StreamLeases leases;
  private final StreamTimes times;
  private final StreamMemory memory;
  private final InstantSource clock;
  private final Runnable onOpen;
  private final Map<String, Set<Subscription>> byUser = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  /**
   * @param onOpen is called whenever a stream has been opened
   */
  public OpenStreams(
      Feeds feeds,
      StreamLeases leases,
      StreamTimes times,
      StreamMemory memory,
      InstantSource clock,
      Consumer<OpenStreams> onOpen) {
    this.feeds = feeds;
    this.leases = leases;
    this.times = times;
    this.memory = memory;
    this.clock = clock;
    this.onOpen = () -> onOpen.accept(this);
  }

  /**
   * Takes a lease and returns the body of the stream's response.
   *
   * @param since the number after which it begins; empty for the end of the feed
   * @throws ProblemException 429 if the user has as many streams as allowed, 503 if this instance
   *     is stopping
   */
  public Response.Streamed.Body open(Caller caller, Optional<Long> since) {
    requireNotStopping();
    var id = UUID.randomUUID();
    var now = clock.instant();
    if (!leases.acquire(id, caller.user())) {
      throw ProblemException.tooMany(
          "you have as many open streams as allowed; close one first", times.lease().toSeconds());
    }
    var validity = Duration.between(now, caller.until());
    var lease = new StreamLeases.Lease(id, caller.user(), now);
    return new Subscription(lease, since, validity, this, feeds, times, memory);
  }

  /** Signals the numbers of the newest entries, by user. */
  public void advance(Map<String, Long> latest) {
    latest.forEach((user, seq) -> of(user).forEach(stream -> stream.mailbox().advance(seq)));
  }

  /** Signals new entries, by user. */
  public void add(Map<String, List<Entry>> entries) {
    entries.forEach(
        (user, ofUser) ->
            of(user).forEach(stream -> ofUser.forEach(entry -> stream.mailbox().add(entry))));
  }

  /** Ends all streams; no more are opened. */
  public void stop() {
    stopping = true;
    var open = all();
    open.forEach(stream -> stream.mailbox().end(StreamEnd.STOPPING));
    release(open);
  }

  void register(Subscription stream) {
    byUser.compute(
        stream.user(),
        (_, streams) -> {
          var more = streams == null ? ConcurrentHashMap.<Subscription>newKeySet() : streams;
          more.add(stream);
          return more;
        });
    onOpen.run();
    if (stopping) {
      stream.mailbox().end(StreamEnd.STOPPING);
    }
  }

  void unregister(Subscription stream) {
    byUser.computeIfPresent(
        stream.user(),
        (_, streams) -> {
          streams.remove(stream);
          return streams.isEmpty() ? null : streams;
        });
    // stop() releases the leases of all streams in one transaction.
    if (!stopping) {
      release(List.of(stream));
    }
  }

  void release(List<Subscription> closed) {
    if (closed.isEmpty()) {
      return;
    }
    try {
      leases.release(closed.stream().map(Subscription::id).toList());
    } catch (RuntimeException e) {
      LOG.debug("Leases of closed streams were not released; they expire", e);
    }
  }

  boolean isEmpty() {
    return byUser.isEmpty();
  }

  Collection<String> users() {
    return List.copyOf(byUser.keySet());
  }

  List<Subscription> all() {
    return byUser.values().stream().flatMap(Set::stream).toList();
  }

  private Set<Subscription> of(String user) {
    return byUser.getOrDefault(user, Set.of());
  }

  private void requireNotStopping() {
    if (stopping) {
      throw ProblemException.unavailable("this instance is stopping; try again in a moment");
    }
  }
}
