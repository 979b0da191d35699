package dev.perennial.tasks.store.profile;

import static dev.perennial.events.EventType.PROFILE_UPDATED;

import dev.perennial.events.Change;
import dev.perennial.events.Client;
import dev.perennial.events.ProfileEvent;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.RefusedCommand;
import dev.perennial.tasks.profile.EmailConfirmation;
import dev.perennial.tasks.profile.Profile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Stores profiles in Postgres. Each user sees only their own. */
public final class ProfileStore {

  private final Database database;
  private final Outbox outbox;
  private final ProfileRows profiles;
  private final ConfirmationRows confirmations;

  public ProfileStore(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
    this.profiles = database.repository(ProfileRows.class);
    this.confirmations = database.repository(ConfirmationRows.class);
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
   * the change throws, nothing is stored. A requested confirmation gets a token, which replaces the
   * one before.
   *
   * @throws RefusedCommand if too many confirmations were requested
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
            store(before, after, command.at());
            publish(after, before.changesTo(after), command);
          }
          return after;
        });
  }

  private void store(Profile before, Profile after, Instant now) {
    Instant requestedAt = after.confirmation().requestedAt();
    if (!Objects.equals(before.confirmation().requestedAt(), requestedAt)) {
      confirmations.invalidate(after.userId());
      if (requestedAt != null) {
        request(after.userId(), Objects.requireNonNull(after.details().email()), requestedAt, now);
      }
    }
    profiles.update(ProfileRow.of(after));
  }

  private void request(String user, String address, Instant requestedAt, Instant now) {
    int requested =
        confirmations.request(
            user,
            requestedAt,
            address,
            now.minus(EmailConfirmation.PERIOD),
            EmailConfirmation.MAX_OF_A_USER,
            EmailConfirmation.MAX_TO_AN_ADDRESS);
    if (requested == 0) {
      throw new RefusedCommand(
          RefusedCommand.Reason.TOO_MANY_CONFIRMATIONS,
          "a user may request %d confirmation mails a day, and an address gets %d a day at most"
              .formatted(EmailConfirmation.MAX_OF_A_USER, EmailConfirmation.MAX_TO_AN_ADDRESS));
    }
  }

  /**
   * Whether this is the token of a confirmation that is awaited: it was mailed to the address, was
   * not used or replaced since, and was requested less than {@link
   * ProfileSnapshot#CONFIRMATION_LIFETIME} ago.
   */
  public boolean isConfirmable(UUID token, Instant now) {
    return database.inTransaction(() -> userOf(token, now)).isPresent();
  }

  /**
   * Confirms the address that this token was mailed to and stores the profile with its event, in
   * one transaction. The token is not valid afterwards.
   *
   * @return false if there is no such token, or it is not valid any longer
   */
  public boolean confirmEmail(UUID token, Client client, Instant now) {
    return database.inTransaction(
        () -> {
          Optional<String> user = userOf(token, now);
          return user.isPresent() && confirm(Command.now(user.get(), client, now), token);
        });
  }

  private boolean confirm(Command command, UUID token) {
    // Asked for again, under the lock of the profile: the address may have been changed meanwhile.
    Profile after =
        change(
            command,
            profile ->
                userOf(token, command.at()).isPresent()
                    ? profile.withEmailConfirmed(command)
                    : profile);
    return after.confirmation().confirmedAt() != null;
  }

  private Optional<String> userOf(UUID token, Instant now) {
    return confirmations.userOf(token, now.minus(ProfileSnapshot.CONFIRMATION_LIFETIME));
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
