package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who leaves takes along what they wrote; that something was done stays on the record. */
class ErasureIT {

  private final RunningSystem system = SharedSystem.get();
  private final String user = SharedSystem.somebody();

  @Test
  void who_leaves_is_reminded_of_nothing_and_the_trail_forgets_the_words_and_still_verifies() {
    var leaver = Reachable.in(system, user);
    var task = leaver.remindedAt("My secret", Instant.now().plus(Duration.ofHours(2)));
    leaver.awaitPlanned(task);
    Waiting.until("all is on the record").until(() -> entries() >= 3);

    var answer = leaver.person().http().send("DELETE", "/v1/me", Map.of(), null);

    assertThat(answer.statusCode()).isEqualTo(204);
    Waiting.until("the key is destroyed").until(() -> count("audit.keys", "owner") == 0);
    Waiting.until("no reminder stands")
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
