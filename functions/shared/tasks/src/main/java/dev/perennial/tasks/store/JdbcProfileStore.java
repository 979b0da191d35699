package dev.perennial.tasks.store;

import static dev.perennial.events.EventType.PROFILE_UPDATED;

import dev.perennial.events.Change;
import dev.perennial.events.ProfileEvent;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.tasks.Act;
import dev.perennial.tasks.Profile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Keeps profiles in Postgres. */
public final class JdbcProfileStore implements ProfileStore {

  private final Database database;
  private final Outbox outbox;
  private final ProfileRows profiles;

  public JdbcProfileStore(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
    this.profiles = database.repository(ProfileRows.class);
  }

  @Override
  public Optional<Profile> find(String user) {
    return database.inTransaction(user, () -> profiles.find(user).map(ProfileRow::profile));
  }

  @Override
  public Profile get(String user, Instant now) {
    return database.inTransaction(
        user,
        () -> {
          profiles.make(user, now);
          return profiles.find(user).map(ProfileRow::profile).orElseThrow();
        });
  }

  @Override
  public Profile change(Act act, UnaryOperator<Profile> change) {
    String user = act.actor();
    return database.inTransaction(
        user,
        () -> {
          profiles.make(user, act.at());
          Profile before = profiles.lock(user).map(ProfileRow::profile).orElseThrow();
          Profile after = change.apply(before);
          if (!after.equals(before)) {
            profiles.update(ProfileRow.of(after));
            publish(after, before.changesTo(after), act);
          }
          return after;
        });
  }

  private void publish(Profile profile, Map<String, Change> changes, Act act) {
    String user = profile.userId();
    outbox.add(
        new Outbox.Entry(
            PROFILE_UPDATED,
            user,
            user,
            act.actor(),
            user,
            new ProfileEvent(profile.snapshot(), changes, List.of(user), act.client())));
  }
}
