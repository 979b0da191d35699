package dev.perennial.syncpush.stream;

import dev.perennial.api.identity.Caller;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.response.Response;
import dev.perennial.syncpush.store.Entry;
import dev.perennial.syncpush.store.Feeds;
import dev.perennial.syncpush.store.StreamLeases;
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

/** The streams of this instance, by user. None of them is waited for here. */
public final class OpenStreams {

  private static final Logger LOG = LoggerFactory.getLogger(OpenStreams.class);

  private final Feeds feeds;
  private final StreamLeases leases;
  private final StreamTimes times;
  private final InstantSource clock;
  private final Runnable begun;
  private final Map<String, Set<Following>> byUser = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  /**
   * @param begun is run when a stream has been opened
   */
  public OpenStreams(
      Feeds feeds,
      StreamLeases leases,
      StreamTimes times,
      InstantSource clock,
      Consumer<OpenStreams> begun) {
    this.feeds = feeds;
    this.leases = leases;
    this.times = times;
    this.clock = clock;
    this.begun = () -> begun.accept(this);
  }

  /**
   * A stream that is open as soon as it is written.
   *
   * @param since the number it goes on from; empty for from now on
   * @throws ProblemException 429 if the user has as many as there may be, 503 if this instance
   *     stops
   */
  public Response.Streamed.Body open(Caller caller, Optional<Long> since) {
    requireGoingOn();
    var id = UUID.randomUUID();
    var now = clock.instant();
    if (!leases.open(id, caller.user())) {
      throw ProblemException.tooMany(
          "as many streams of yours are open as there may be; close one",
          times.lease().toSeconds());
    }
    var right = Duration.between(now, caller.until());
    var lease = new StreamLeases.Open(id, caller.user(), now);
    return new Following(lease, since, right, this, feeds, times);
  }

  /** These users' feeds have come to these numbers. */
  public void heard(Map<String, Long> latest) {
    latest.forEach((user, seq) -> of(user).forEach(stream -> stream.mailbox().heard(seq)));
  }

  /** These users' feeds have these new entries. */
  public void heardEntries(Map<String, List<Entry>> entries) {
    entries.forEach(
        (user, ofUser) ->
            of(user).forEach(stream -> ofUser.forEach(entry -> stream.mailbox().heard(entry))));
  }

  /** All end now, and no more are opened. */
  public void stop() {
    stopping = true;
    var ended = all();
    ended.forEach(stream -> stream.mailbox().end(Bye.STOPPING));
    giveBack(ended);
  }

  void opened(Following stream) {
    byUser.compute(
        stream.user(),
        (_, streams) -> {
          var more = streams == null ? ConcurrentHashMap.<Following>newKeySet() : streams;
          more.add(stream);
          return more;
        });
    begun.run();
    if (stopping) {
      stream.mailbox().end(Bye.STOPPING);
    }
  }

  void closed(Following stream) {
    byUser.computeIfPresent(
        stream.user(),
        (_, streams) -> {
          streams.remove(stream);
          return streams.isEmpty() ? null : streams;
        });
    // When all end, they are given back together.
    if (!stopping) {
      giveBack(List.of(stream));
    }
  }

  void giveBack(List<Following> closed) {
    if (closed.isEmpty()) {
      return;
    }
    try {
      leases.close(closed.stream().map(Following::id).toList());
    } catch (RuntimeException e) {
      LOG.debug("The leases of closed streams lapse by themselves", e);
    }
  }

  boolean isEmpty() {
    return byUser.isEmpty();
  }

  Collection<String> users() {
    return List.copyOf(byUser.keySet());
  }

  List<Following> all() {
    return byUser.values().stream().flatMap(Set::stream).toList();
  }

  private Set<Following> of(String user) {
    return byUser.getOrDefault(user, Set.of());
  }

  private void requireGoingOn() {
    if (stopping) {
      throw ProblemException.unavailable("this instance is stopping; try again in a moment");
    }
  }
}
