package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import java.io.File;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What failed is shown to an operator and takes effect once after it was sent again. */
class DeadLetterJourneyIT {

  private final RunningSystem system = SharedSystem.get();
  private final String user = SharedSystem.newUser();
  private final Person ada = system.person(user);
  private final Http operator = system.http().withToken(system.token("root"));
  private final String title = "Refused " + UUID.randomUUID();
  private final String trigger = "refuse_" + user.replace('-', '_');

  @BeforeEach
  void refuseTheNextOccurrence() {
    system
        .postgres()
        .execute(
            """
            CREATE FUNCTION public.%1$s() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF current_user = 'on-completed-recurrence' THEN
                RAISE EXCEPTION 'refused by a test';
              END IF;
              RETURN NEW;
            END $$;
            GRANT EXECUTE ON FUNCTION public.%1$s() TO "on-completed-recurrence", "task-api";
            CREATE TRIGGER %1$s BEFORE INSERT ON tasks.tasks FOR EACH ROW WHEN (NEW.title = '%2$s')
              EXECUTE FUNCTION public.%1$s();
            """
                .formatted(trigger, title));
  }

  @AfterEach
  void repair() {
    system.postgres().execute("DROP FUNCTION IF EXISTS public.%s() CASCADE".formatted(trigger));
  }

  @Test
  void an_event_that_failed_takes_effect_once_when_it_is_sent_again() throws Exception {
    var completed = ada.complete(ada.createDaily(title, "2027-09-01"));
    var next = completed.path("next").path("id").asString();
    Waiting.until("the failure is recorded").until(() -> letters().size() == 1);
    assertThat(ada.get(next).statusCode()).isEqualTo(404);
    var letter = letters().getFirst();
    assertThat(letter.path("function").asString()).isEqualTo("on-completed-recurrence");
    assertThat(command("letters", "--owner", user)).contains(letter.path("id").asString());

    repair();
    var body = "{\"ids\":[\"%s\"]}".formatted(letter.path("id").asString());
    assertThat(operator.post("/v1/dead-letters/redrive", body).statusCode()).isEqualTo(201);
    assertThat(operator.post("/v1/dead-letters/redrive", body).statusCode()).isEqualTo(200);

    Waiting.until("the letter is resolved")
        .until(() -> letters().getFirst().path("state").asString().equals("resolved"));
    assertThat(ada.get(next).statusCode()).isEqualTo(200);
    assertThat(ada.titled(title)).hasSize(2);
    assertOtherFunctionsUntouched(letter.path("eventId").asString());
    Waiting.until("the audit trail has who did it")
        .until(() -> json(operator.get("/v1/audit?type=redrive.started&actor=root")).size() > 0);
  }

  private List<JsonNode> letters() {
    var items = new ArrayList<JsonNode>();
    json(operator.get("/v1/dead-letters?owner=" + user)).forEach(items::add);
    return items;
  }

  private static JsonNode json(HttpResponse<String> page) {
    return EventJson.MAPPER.readTree(page.body()).required("items");
  }

  private void assertOtherFunctionsUntouched(String event) {
    assertThat(
            system
                .postgres()
                .number(
                    """
                    SELECT count(*) FROM runtime.ledger WHERE event_id = '%s'
                      AND consumer NOT IN ('on-completed-recurrence', 'operations') AND (attempts > 1 OR generation > 0)
                    """
                        .formatted(event)))
        .as("functions that got the event again")
        .isZero();
  }

  /** What {@code ./run} prints for this command. */
  private String command(String... arguments) throws IOException, InterruptedException {
    var target = RunningSystem.root().resolve("local/target");
    var words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                target.resolve("local.jar") + File.pathSeparator + target.resolve("lib/*"),
                "dev.perennial.local.letters.Main"));
    words.addAll(List.of(arguments));
    words.addAll(List.of("--url", system.gateway().toString()));
    var process = new ProcessBuilder(words).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
