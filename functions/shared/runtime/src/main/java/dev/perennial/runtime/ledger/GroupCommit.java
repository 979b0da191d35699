package dev.perennial.runtime.ledger;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.EventScope;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.database.DatabaseFault;
import dev.perennial.runtime.database.RedactedFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits waiting deliveries as a group: deliveries that arrive while a transaction runs wait, and
 * the next transaction takes all of them, at most {@value #MAX_GROUP}. A delivery that arrives
 * alone is a group of one and does not wait.
 *
 * <p>If one event fails its group, that event is tried by itself and the others again. If it is not
 * known which event failed, or groups fail one after the other, the next group has half as many
 * deliveries, down to one; after a group commits, the next may have twice as many. So one event
 * that fails is isolated in a few steps, and what is too much for one transaction is split.
 */
final class GroupCommit {

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private static final int MAX_GROUP = 100;

  private final Database database;
  private final LedgerRows ledger;
  private final EventHandler handler;
  private final Function<EventDelivery, LedgerState> alone;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();

  /** The events of the open transaction; another delivery of one of them need not wait for it. */
  private volatile Set<String> running = Set.of();

  /** How many deliveries the next group may have; guarded by the lock. */
  private int allowed = MAX_GROUP;

  /** Whether the group before failed; guarded by the lock. */
  private boolean hasFailed;

  /** The delivery that is being handled by itself within a group; guarded by the lock. */
  private @Nullable Waiting handling;

  /**
   * @param alone enters and handles a delivery in a transaction of its own
   */
  GroupCommit(
      Database database,
      LedgerRows ledger,
      EventHandler handler,
      Function<EventDelivery, LedgerState> alone) {
    this.database = database;
    this.ledger = ledger;
    this.handler = handler;
    this.alone = alone;
  }

  /**
   * Enters the delivery in the ledger and handles its event, alone or with others, unless another
   * delivery has done so or is about to.
   *
   * @return the state of the event as this delivery found it
   * @throws RuntimeException what the handler throws for this event by itself, or if Postgres
   *     cannot be reached
   */
  LedgerState enter(EventDelivery delivery) throws InterruptedException {
    var waiting = new Waiting(delivery);
    if (running.contains(waiting.identity())) {
      return LedgerState.IN_PROGRESS;
    }
    queue.add(waiting);
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException stopping) {
      queue.remove(waiting);
      throw stopping;
    }
    try {
      while (!waiting.isDecided()) {
        decide(group(waiting));
      }
      return waiting.isAlone ? handleAlone(waiting) : waiting.state();
    } finally {
      lock.unlock();
    }
  }

  /**
   * As {@link #enter}, in a transaction of its own while no group is being committed: both would
   * wait for the same rows, and many such transactions at once would take every connection.
   */
  LedgerState enterAlone(EventDelivery delivery) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      return handleAlone(new Waiting(delivery));
    } finally {
      lock.unlock();
    }
  }

  private LedgerState handleAlone(Waiting waiting) {
    running = Set.of(waiting.identity());
    try {
      return alone.apply(waiting.delivery);
    } finally {
      running = Set.of();
    }
  }

  /** Takes the own delivery first: its thread holds the lock, so no other can take it. */
  private List<Waiting> group(Waiting own) {
    queue.remove(own);
    var group = new ArrayList<Waiting>();
    group.add(own);
    while (group.size() < allowed) {
      var next = queue.poll();
      if (next == null) {
        break;
      }
      group.add(next);
    }
    return group;
  }

  private void decide(List<Waiting> group) {
    var byIdentity = new LinkedHashMap<String, Waiting>();
    for (var waiting : group) {
      // A second delivery of the same event is not entered here: it finds the first one's state.
      waiting.isAlone = byIdentity.putIfAbsent(waiting.identity(), waiting) != null;
    }
    handling = null;
    running = Set.copyOf(byIdentity.keySet());
    try {
      var states = database.inTransaction(() -> enterAndHandle(byIdentity));
      states.forEach((identity, state) -> byIdentity.get(identity).state = state);
      allowed = Math.min(MAX_GROUP, 2 * allowed);
      hasFailed = false;
    } catch (RuntimeException fault) {
      failed(List.copyOf(byIdentity.values()), fault);
    } finally {
      running = Set.of();
    }
  }

  private void failed(List<Waiting> group, RuntimeException fault) {
    if (group.size() == 1 || DatabaseFault.isUnreachable(fault)) {
      group.forEach(waiting -> waiting.fault = fault);
      return;
    }
    LOG.debug("{} events failed as a group", group.size(), RedactedFault.of(fault));
    if (handling != null) {
      handling.isAlone = true;
    }
    // Another failure in a row may be that of the whole group, such as a timeout.
    if (handling == null || hasFailed) {
      allowed = group.size() / 2;
    }
    hasFailed = true;
    group.stream().filter(waiting -> !waiting.isDecided()).forEach(queue::add);
  }

  private Map<String, LedgerState> enterAndHandle(Map<String, Waiting> group) {
    var deliveries = group.values().stream().map(Waiting::entry).toList();
    var states = new LinkedHashMap<String, LedgerState>();
    for (var entry : ledger.enterAll(EventJson.MAPPER.writeValueAsString(deliveries))) {
      var end = entry.indexOf(' ');
      states.put(entry.substring(end + 1), LedgerState.valueOf(entry.substring(0, end)));
    }
    var entered =
        group.values().stream()
            .filter(waiting -> states.get(waiting.identity()) == LedgerState.ACQUIRED)
            .toList();
    if (!entered.isEmpty()) {
      handle(entered);
    }
    return states;
  }

  private void handle(List<Waiting> entered) {
    if (handler instanceof GroupHandler all) {
      all.handleAll(entered.stream().map(waiting -> waiting.delivery.event()).toList());
      return;
    }
    for (var waiting : entered) {
      handling = waiting;
      try (var scope = EventScope.of(waiting.delivery.event())) {
        handler.handle(waiting.delivery.event());
      }
    }
    handling = null;
  }

  /** A delivery and what was decided about it, written and read with the lock held. */
  private static final class Waiting {

    private final EventDelivery delivery;

    /** Whether it has to be tried by itself. */
    private boolean isAlone;

    private @Nullable LedgerState state;
    private @Nullable RuntimeException fault;

    Waiting(EventDelivery delivery) {
      this.delivery = delivery;
    }

    boolean isDecided() {
      return isAlone || state != null || fault != null;
    }

    LedgerState state() {
      if (fault != null) {
        throw fault;
      }
      return Objects.requireNonNull(state);
    }

    String identity() {
      return delivery.source() + " " + delivery.id();
    }

    Map<String, Object> entry() {
      return Map.of(
          "source",
          delivery.source(),
          "event_id",
          delivery.id(),
          "event_type",
          delivery.type(),
          "generation",
          delivery.generation());
    }
  }
}
