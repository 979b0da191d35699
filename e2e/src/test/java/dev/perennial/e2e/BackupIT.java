package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A system is backed up, destroyed, and restored at another place, by the commands of the manual.
 */
@Order(SharedSystem.LATE)
class BackupIT {

  private static final String FERNS = "Water the ferns";
  private static final Duration IDLE = Duration.ofSeconds(60);

  @Test
  void a_restored_system_has_lost_nothing_and_does_nothing_twice() throws Exception {
    var place = Files.createTempDirectory("perennial-backup");
    var backup = place.resolve("backup.tar.gz");
    ReachablePerson grace;
    String next;
    try (var before = RunningSystem.startOn(place.resolve("original"), IDLE)) {
      var person = ReachablePerson.in(before, "grace");
      var task = person.person().createDaily(FERNS, "2027-01-01");
      next = nextOf(person.person().complete(task));
      var id = next;
      Waiting.until("the next task exists")
          .until(() -> person.person().get(id).statusCode() == 200);
      var instant = Instant.now().plusSeconds(180).truncatedTo(ChronoUnit.SECONDS);
      person.awaitPlanned(person.remindedAt("Remind me after the restore", instant));
      grace = person;
    }

    assertThat(run("backup", backup.toString(), "--data", place.resolve("original").toString()))
        .isZero();
    destroy(place.resolve("original"));
    assertThat(run("restore", backup.toString(), "--data", place.resolve("restored").toString()))
        .isZero();

    try (var after = RunningSystem.startOn(place.resolve("restored"), IDLE)) {
      var back = grace.in(after);
      var task = EventJson.MAPPER.readTree(back.person().get(next).body());
      var following = nextOf(back.person().complete(task));
      Waiting.until("the task after it exists")
          .until(() -> back.person().get(following).statusCode() == 200);
      assertThat(back.person().titled(FERNS)).hasSize(3);

      back.awaitSent("EMAIL", 1);
      back.awaitSent("PUSH", 1);
      back.assertNotifiedOnce(1);
      var verified =
          EventJson.MAPPER.readTree(
              after.person("root").http().get("/v1/audit/verify?owner=grace").body());
      assertThat(verified.path("valid").asBoolean()).as("%s", verified).isTrue();
    }
  }

  private static String nextOf(JsonNode completion) {
    return completion.path("next").path("id").asString();
  }

  private static int run(String... arguments) throws IOException, InterruptedException {
    var root = RunningSystem.root();
    var command = new ArrayList<>(List.of(root.resolve("run").toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).directory(root.toFile()).inheritIO().start().waitFor();
  }

  private static void destroy(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
