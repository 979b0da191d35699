package dev.perennial.tasks.store;

import dev.perennial.tasks.ListOutcome;
import dev.perennial.tasks.TaskList;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Lists, each reached through a member only: to anybody else it does not exist, nor does a deleted
 * one to anybody. What happened to a list goes into the outbox in the transaction that keeps it.
 */
public interface ListStore {

  /**
   * The inbox is made on first use.
   *
   * @param now when it is made, if it is
   */
  Optional<TaskList> find(String user, UUID id, Instant now);

  /** All lists of the user in the user's order; as for {@link #find} the inbox is among them. */
  List<TaskList> all(String user, Instant now);

  /**
   * Keeps a new list, the last among those of whoever made it.
   *
   * @throws dev.perennial.tasks.RefusedAct if the id is taken
   */
  void create(ListOutcome created);

  /**
   * Loads the list, applies the change and keeps what it answers, in one transaction; changes of
   * one list happen one after the other. The tasks of a member who has gone become nobody's, those
   * of a list that has gone are deleted with it. Whatever the change throws leaves everything as it
   * was.
   *
   * @return empty if the user sees no such list
   */
  Optional<TaskList> change(String user, UUID id, Function<TaskList, ListOutcome> change);
}
