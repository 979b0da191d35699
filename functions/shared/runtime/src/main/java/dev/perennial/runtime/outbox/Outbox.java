package dev.perennial.runtime.outbox;

import dev.perennial.events.EventType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transactional outbox. A function writes its events in the transaction that makes the changes
 * they describe. It publishes events in no other way.
 */
public interface Outbox {

  /**
   * Stores the event with the commit of the current transaction. It is then published at least
   * once, even after a crash.
   *
   * @return the time of the event
   * @throws IllegalStateException outside a transaction
   * @throws EventTooLarge if its payload has more than 512 KiB as JSON; the transaction must not
   *     commit then
   */
  Instant add(Entry event);

  /** As {@link #add} for each event, with fewer statements. */
  default void addAll(List<Entry> events) {
    events.forEach(this::add);
  }

  /**
   * An event to be published. Its id, time and source are assigned when it is added.
   *
   * @param subject the id of the task, list or user that the event is about
   * @param partitionKey the id of the list, so that the events of a list are in one partition; for
   *     events without a list, the id of the user
   * @param actor the user who gave the command
   * @param owner the user who owns the list
   * @param payload a record of the contract
   * @param traceparent the trace of the work that emits it; null for that of the thread that adds
   *     it
   */
  record Entry(
      EventType type,
      String subject,
      String partitionKey,
      String actor,
      String owner,
      Object payload,
      @Nullable String traceparent) {

    /** An event of the trace of the thread that adds it. */
    public Entry(
        EventType type,
        String subject,
        String partitionKey,
        String actor,
        String owner,
        Object payload) {
      this(type, subject, partitionKey, actor, owner, payload, null);
    }
  }
}
