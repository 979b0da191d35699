package dev.perennial.tasks.store.profile;

import static dev.perennial.tasks.Fixtures.NOON;

import dev.perennial.runtime.database.Database;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Every query of the repositories of this package, each reading or writing rows of one user. */
public final class ProfileQueries {

  private final Map<String, Function<String, @Nullable Object>> queries = new TreeMap<>();

  public ProfileQueries(Database database) {
    addProfiles(database.repository(ProfileRows.class));
    addErasure(database.repository(ErasureRows.class));
    addConfirmations(database.repository(ConfirmationRows.class));
  }

  /** By repository and method, such as {@code ProfileRows.find}; each takes the user. */
  public Map<String, Function<String, @Nullable Object>> all() {
    return queries;
  }

  private void addProfiles(ProfileRows profiles) {
    queries.put("ProfileRows.find", profiles::find);
    queries.put("ProfileRows.lock", profiles::lock);
    write("ProfileRows.insert", user -> profiles.insert(user, NOON));
    write(
        "ProfileRows.update",
        user ->
            profiles.update(
                new ProfileRow(
                    user, "Taken", null, null, null, null, null, null, null, null, null, null, null,
                    null, null, null, 9, NOON)));
  }

  private void addErasure(ErasureRows erasure) {
    write("ErasureRows.eraseTasks", erasure::eraseTasks);
    write("ErasureRows.eraseInvitations", erasure::eraseInvitations);
    write("ErasureRows.eraseMembers", erasure::eraseMembers);
    write(
        "ErasureRows.eraseLists",
        user -> {
          erasure.eraseTasks(user);
          erasure.eraseMembers(user);
          erasure.eraseLists(user);
        });
    write("ErasureRows.eraseProfile", erasure::eraseProfile);
    write("ErasureRows.invalidateConfirmations", erasure::invalidateConfirmations);
    write("ErasureRows.record", user -> erasure.record(user, NOON));
  }

  private void addConfirmations(ConfirmationRows confirmations) {
    queries.put(
        "ConfirmationRows.request",
        user -> confirmations.request(user, NOON, user + "@example.org", NOON, 2, 2));
    write("ConfirmationRows.invalidate", confirmations::invalidate);
  }

  private void write(String name, Consumer<String> query) {
    queries.put(
        name,
        user -> {
          query.accept(user);
          return null;
        });
  }
}
