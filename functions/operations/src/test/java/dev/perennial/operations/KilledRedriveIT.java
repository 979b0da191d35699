package dev.perennial.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.ledger.EventProcessor;
import dev.perennial.runtime.ledger.RetrySchedule;
import io.cloudevents.CloudEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A redrive whose process is killed goes on where it was. */
class KilledRedriveIT {

  private static final int LETTERS = 60;
  private static final int PER_SECOND = 10;
  private static final String FUNCTION = "sync-push";

  @TempDir private Path directory;

  private final Console console = Console.shared();
  private final String ada = "ada-" + UUID.randomUUID();
  private final List<String> effects = new ArrayList<>();

  @Test
  void every_letter_is_sent_once_although_the_process_is_killed_in_the_middle() throws Exception {
    console.published("redrives");
    for (int i = 0; i < LETTERS; i++) {
      console.record(Letter.of(FUNCTION, ada));
    }
    var body = "{\"filter\": {\"owner\": \"%s\"}, \"perSecond\": %d}".formatted(ada, PER_SECOND);
    var redrive =
        console
            .ok(console.post("admin", "/v1/dead-letters/redrive", body), 201)
            .at("/redrive/id")
            .asString();

    try (var database = Database.open(Console.POSTGRES.settings(FUNCTION))) {
      var function =
          new EventProcessor(database, event -> effects.add(event.getId()), RetrySchedule.STANDARD);
      for (var event : run(redrive)) {
        function.process(event);
      }
    }

    assertThat(effects).hasSize(LETTERS).doesNotHaveDuplicates();
    var finished = console.json("/v1/redrives/" + redrive);
    assertThat(finished.required("state").asString()).isEqualTo("finished");
    assertThat(finished.required("resolved").asInt()).isEqualTo(LETTERS);
    assertThat(console.lettersOf(ada))
        .extracting(letter -> letter.required("state").asString())
        .containsOnly("resolved");
  }

  /** Delivers steps to processes that are killed while they make one, until all is sent. */
  private List<CloudEvent> run(String redrive) throws Exception {
    var sent = new ArrayList<CloudEvent>();
    try (var process = new KilledProcess(directory, Map.of())) {
      for (int step = 0; waiting(redrive) > 0; step++) {
        for (var event : console.published("redrives")) {
          if (!event.getType().equals("dev.perennial.redrive.advanced.v1")) {
            sent.add(event);
          } else {
            if (step % 3 == 1) {
              process.killDuring(event);
            }
            assertThat(process.deliver(event).statusCode()).isEqualTo(202);
          }
        }
      }
    }
    sent.addAll(
        console.published("redrives").stream()
            .filter(event -> !event.getType().equals("dev.perennial.redrive.advanced.v1"))
            .toList());
    return sent;
  }

  private int waiting(String redrive) {
    return Integer.parseInt(
        Console.POSTGRES
            .column(
                "SELECT count(*) FROM operations.redrive_letters WHERE redrive = '%s' AND state = 'WAITING'"
                    .formatted(redrive))
            .getFirst());
  }
}
