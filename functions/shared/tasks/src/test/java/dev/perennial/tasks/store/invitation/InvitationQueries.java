package dev.perennial.tasks.store.invitation;

import dev.perennial.runtime.database.Database;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Every query on invitations, each reading or writing those that Ada made to one of her lists. Ada
 * has one invitation that is pending, one that was declined, and one to herself.
 */
public final class InvitationQueries {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Map<String, BiFunction<String, UUID, @Nullable Object>> queries = new TreeMap<>();

  public InvitationQueries(Database database) {
    var rows = database.repository(InvitationRows.class);
    queries.put("InvitationRows.toUser", (ada, _) -> rows.toUser(ada));
    queries.put("InvitationRows.ofList", (_, list) -> rows.ofList(list));
    queries.put("InvitationRows.lock", (ada, list) -> rows.lock(list, "hugo-" + ada));
    queries.put("InvitationRows.countBy", (ada, _) -> rows.countBy(ada, Instant.EPOCH));
    queries.put(
        "InvitationRows.countDeclined",
        (ada, list) -> rows.countDeclined("ida-" + ada, list, ada, Instant.EPOCH));
    queries.put(
        "InvitationRows.insert",
        (ada, list) -> {
          rows.insert(list, ada, "Garden", "jane-" + ada, "VIEWER", ada, NOON);
          return null;
        });
    queries.put(
        "InvitationRows.end",
        (ada, _) -> {
          rows.end(pendingOf(ada), "WITHDRAWN", NOON);
          return null;
        });
    queries.put(
        "InvitationRows.deleteEnded",
        (ada, _) -> {
          rows.deleteEnded(ada, Instant.parse("2999-01-01T00:00:00Z"));
          return null;
        });
    queries.put(
        "InvitationRows.insertMember",
        (ada, _) -> {
          rows.insertMember(listOfOthers(ada), ada, NOON);
          return null;
        });
  }

  /** By repository and method; each takes Ada and a list of hers. */
  public Map<String, BiFunction<String, UUID, @Nullable Object>> all() {
    return queries;
  }

  /** The rows that the queries need, as SQL. */
  public static String rows(String ada, UUID list) {
    return """
    INSERT INTO tasks.lists (id, owner, name, inbox, version, created_at, updated_at)
    VALUES ('%5$s', 'olga', 'House', false, 1, now(), now());
    INSERT INTO tasks.invitations VALUES
      ('%3$s', '%2$s', '%1$s', 'Garden', 'hugo-%1$s', 'VIEWER', '%1$s', now(), 'PENDING', NULL),
      (gen_random_uuid(), '%2$s', '%1$s', '', 'ida-%1$s', 'VIEWER', '%1$s', now(), 'DECLINED', now()),
      ('%4$s', '%5$s', 'olga', 'House', '%1$s', 'VIEWER', 'olga', now(), 'PENDING', NULL)
    """
        .formatted(ada, list, pendingOf(ada), UUID.randomUUID(), listOfOthers(ada));
  }

  private static UUID pendingOf(String ada) {
    return UUID.nameUUIDFromBytes(ada.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static UUID listOfOthers(String ada) {
    return pendingOf("list of others " + ada);
  }
}
