package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A deleted user's texts are deleted; the audit trail keeps that something was done. */
class ErasureIT {

  private final RunningSystem system = SharedSystem.get();
  private final String user = SharedSystem.newUser();

  @Test
  void a_deleted_user_gets_no_reminder_and_their_trail_has_no_texts_and_still_verifies() {
    var leaver = ReachablePerson.in(system, user);
    var task =
        leaver.remindedAt(
            "My secret", Instant.now().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS));
    leaver.awaitPlanned(task);
    Waiting.until("the trail has the entries").until(() -> entries() >= 3);

    var response = leaver.person().http().send("DELETE", "/v1/me", Map.of(), null);

    assertThat(response.statusCode()).isEqualTo(204);
    Waiting.until("the key is deleted").until(() -> count("audit.keys", "owner") == 0);
    Waiting.until("no reminder is planned")
        .until(
            () ->
                system
                        .postgres()
                        .number(
                            "SELECT count(*) FROM reminders.reminders WHERE user_id = '%s' AND state = 'PLANNED'"
                                .formatted(user))
                    == 0);
    assertThat(entries()).isGreaterThanOrEqualTo(3);
    var admin = system.person("root").http();
    assertThat(admin.get("/v1/audit?owner=" + user).body()).doesNotContain("My secret");
    var verified = EventJson.MAPPER.readTree(admin.get("/v1/audit/verify?owner=" + user).body());
    assertThat(verified.path("valid").asBoolean()).as(verified.toString()).isTrue();
  }

  private long entries() {
    return count("audit.entries", "owner");
  }

  private long count(String table, String who) {
    return system
        .postgres()
        .number("SELECT count(*) FROM %s WHERE %s = '%s'".formatted(table, who, user));
  }
}
