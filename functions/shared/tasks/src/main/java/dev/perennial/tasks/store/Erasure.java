package dev.perennial.tasks.store;

import static dev.perennial.events.EventType.PROFILE_DELETED;

import dev.perennial.events.ProfileEvent;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.tasks.Act;
import dev.perennial.tasks.Profile;
import dev.perennial.tasks.TaskList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Erases a user, for good. */
public final class Erasure {

  private final Database database;
  private final Outbox outbox;
  private final ListStore lists;
  private final ProfileStore profiles;
  private final Consumer<String> eraseResponses;
  private final ErasureRows rows;

  /**
   * @param eraseResponses deletes the responses stored for the user's idempotency keys, within the
   *     open transaction
   */
  public Erasure(
      Database database,
      Outbox outbox,
      ListStore lists,
      ProfileStore profiles,
      Consumer<String> eraseResponses) {
    this.database = database;
    this.outbox = outbox;
    this.lists = lists;
    this.profiles = profiles;
    this.eraseResponses = eraseResponses;
    this.rows = database.repository(ErasureRows.class);
  }

  /**
   * The actor leaves every list of others; their own lists go with all their tasks, the inbox too,
   * and so do the profile and the answers to their keys. Others hear of it as of any such act, and
   * whoever else keeps anything of the user by {@code profile.deleted}. What the user wrote in
   * lists of others stays theirs. All of it is one transaction, and none of it comes back. Not even
   * the key of this act is left: who asks for it again is somebody new, and is erased.
   */
  public void erase(Act act) {
    String user = act.actor();
    database.inTransaction(
        user,
        () -> {
          for (TaskList list : lists.all(user, act.at())) {
            lists.change(user, list.id(), mine -> mine.leave(act));
          }
          publish(profiles.get(user, act.at()).erased(act), act);
          rows.eraseTasks(user);
          rows.eraseMembers(user);
          rows.eraseLists(user);
          rows.eraseProfile(user);
          eraseResponses.accept(user);
          return user;
        });
  }

  private void publish(Profile erased, Act act) {
    String user = erased.userId();
    outbox.add(
        new Outbox.Entry(
            PROFILE_DELETED,
            user,
            user,
            user,
            user,
            new ProfileEvent(erased.snapshot(), Map.of(), List.of(user), act.client())));
  }
}
