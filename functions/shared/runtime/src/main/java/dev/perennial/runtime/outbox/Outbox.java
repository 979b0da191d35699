package dev.perennial.runtime.outbox;

import dev.perennial.events.EventType;
import java.util.List;

/**
 * The only way out: what a function has to say is written in the transaction that makes it true.
 */
public interface Outbox {

  /**
   * Keeps the event with the current transaction's commit; it is then published at least once, also
   * after a crash.
   *
   * @throws IllegalStateException outside a transaction
   * @throws EventTooLarge if its payload has more than 512 KiB as JSON; the transaction must not
   *     commit then
   */
  void add(Entry event);

  /** As {@link #add} of each, but not one by one. */
  default void addAll(List<Entry> events) {
    events.forEach(this::add);
  }

  /**
   * An event of ours to be; id, time, source and trace are given when it is added.
   *
   * @param subject the id of what it is about: a task, a list or a user
   * @param partitionKey the list's id: the events of a list keep their order in a partition; of
   *     what belongs to no list, the user's
   * @param actor the user who acted
   * @param owner the user whose list it is, and who is billed
   * @param payload a record of the contract
   */
  record Entry(
      EventType type,
      String subject,
      String partitionKey,
      String actor,
      String owner,
      Object payload) {}
}
