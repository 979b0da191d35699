package dev.perennial.tasks.store.profile;

import static dev.perennial.events.EventType.PROFILE_DELETED;

import dev.perennial.events.ProfileEvent;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.list.TaskList;
import dev.perennial.tasks.profile.Profile;
import dev.perennial.tasks.store.ListStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Erases a user permanently. */
public final class Erasure {

  private final Database database;
  private final Outbox outbox;
  private final ListStore lists;
  private final ProfileStore profiles;
  private final Consumer<String> alsoErase;
  private final ErasureRows rows;

  /**
   * @param alsoErase erases the data that the caller stores of a user in the same database; runs in
   *     the transaction of the erasure
   */
  public Erasure(
      Database database,
      Outbox outbox,
      ListStore lists,
      ProfileStore profiles,
      Consumer<String> alsoErase) {
    this.database = database;
    this.outbox = outbox;
    this.lists = lists;
    this.profiles = profiles;
    this.alsoErase = alsoErase;
    this.rows = database.repository(ErasureRows.class);
  }

  /**
   * Erases the actor in one transaction that cannot be undone. The actor leaves the lists of
   * others; the actor's own lists are deleted with all their tasks, inbox included, and so is the
   * profile. Members of those lists are notified by the usual events, other functions by {@code
   * profile.deleted}. What the actor wrote in lists of others stays, and so do the actor's id and
   * the time of the event, which those functions ask for before they destroy anything. A later
   * request of the same user starts as a new user.
   */
  public void erase(Command command) {
    String user = command.actor();
    database.inTransaction(
        user,
        () -> {
          for (TaskList list : lists.all(user, command.at())) {
            lists.change(user, list.id(), own -> own.leave(command));
          }
          Instant erasedAt = publish(profiles.get(user, command.at()).erased(command), command);
          rows.eraseTasks(user);
          rows.eraseInvitations(user);
          rows.eraseMembers(user);
          rows.eraseLists(user);
          rows.eraseProfile(user);
          rows.invalidateConfirmations(user);
          rows.record(user, erasedAt);
          alsoErase.accept(user);
          return user;
        });
  }

  /** Returns the time of the event. */
  private Instant publish(Profile erased, Command command) {
    String user = erased.userId();
    return outbox.add(
        new Outbox.Entry(
            PROFILE_DELETED,
            user,
            user,
            user,
            user,
            new ProfileEvent(erased.snapshot(), Map.of(), List.of(user), command.client())));
  }
}
