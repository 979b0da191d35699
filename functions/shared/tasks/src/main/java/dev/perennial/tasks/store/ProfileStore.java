package dev.perennial.tasks.store;

import dev.perennial.tasks.Act;
import dev.perennial.tasks.Profile;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What users have told of themselves, each seen by that user only. */
public interface ProfileStore {

  /** Empty if the user has told nothing yet. */
  Optional<Profile> find(String user);

  /**
   * The user's profile, made on first use.
   *
   * @param now when it is made, if it is
   */
  Profile get(String user, Instant now);

  /**
   * Applies the change to the actor's profile and keeps it with its event, in one transaction.
   * Whatever the change throws leaves everything as it was.
   */
  Profile change(Act act, UnaryOperator<Profile> change);
}
