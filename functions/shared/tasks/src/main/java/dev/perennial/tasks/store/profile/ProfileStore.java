package dev.perennial.tasks.store.profile;

import static dev.perennial.events.EventType.PROFILE_UPDATED;

import dev.perennial.events.Change;
import dev.perennial.events.ProfileEvent;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.profile.Profile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Stores profiles in Postgres. Each user sees only their own. */
public final class ProfileStore {

  private final Database database;
  private final Outbox outbox;
  private final ProfileRows profiles;

  public ProfileStore(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
    this.profiles = database.repository(ProfileRows.class);
  }

  /** Empty if the user has no profile yet. */
  public Optional<Profile> find(String user) {
    return database.inTransaction(user, () -> profiles.find(user).map(ProfileRow::profile));
  }

  /**
   * Returns the user's profile, created on first use.
   *
   * @param now the creation time of a new profile
   */
  public Profile get(String user, Instant now) {
    return database.inTransaction(
        user,
        () -> {
          profiles.insert(user, now);
          return profiles.find(user).map(ProfileRow::profile).orElseThrow();
        });
  }

  /**
   * Applies the change to the actor's profile and stores it with its event, in one transaction. If
   * the change throws, nothing is stored.
   */
  public Profile change(Command command, UnaryOperator<Profile> change) {
    String user = command.actor();
    return database.inTransaction(
        user,
        () -> {
          profiles.insert(user, command.at());
          Profile before = profiles.lock(user).map(ProfileRow::profile).orElseThrow();
          Profile after = change.apply(before);
          if (!after.equals(before)) {
            profiles.update(ProfileRow.of(after));
            publish(after, before.changesTo(after), command);
          }
          return after;
        });
  }

  private void publish(Profile profile, Map<String, Change> changes, Command command) {
    String user = profile.userId();
    outbox.add(
        new Outbox.Entry(
            PROFILE_UPDATED,
            user,
            user,
            command.actor(),
            user,
            new ProfileEvent(profile.snapshot(), changes, List.of(user), command.client())));
  }
}
