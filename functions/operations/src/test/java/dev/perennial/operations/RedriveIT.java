package dev.perennial.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.StoredEvent;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.ledger.DeliveryOutcome;
import dev.perennial.runtime.ledger.EventHandler;
import dev.perennial.runtime.ledger.EventProcessor;
import dev.perennial.runtime.ledger.RetrySchedule;
import dev.perennial.runtime.ledger.Unprocessable;
import dev.perennial.runtime.testkit.AtOnce;
import io.cloudevents.CloudEvent;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Dead letters that are sent again: to the function that failed, with exactly one effect. */
class RedriveIT {

  private static final String FUNCTION = "on-completed-recurrence";
  private static final String STEP = "dev.perennial.redrive.advanced.v1";

  private final Console console = Console.shared();
  private final String ada = "ada-" + UUID.randomUUID();

  /** Of the function that failed: on its real ledger, with an effect that is counted. */
  private final List<String> effects = new ArrayList<>();

  private final Set<String> broken = new HashSet<>();
  private final Database database = Database.open(Console.POSTGRES.settings(FUNCTION));
  private final EventHandler handler =
      event -> {
        if (broken.contains(event.getId())) {
          throw new Unprocessable("there is no task " + event.getSubject());
        }
        effects.add(event.getId());
      };
  private final EventProcessor function =
      new EventProcessor(database, handler, RetrySchedule.STANDARD);

  @BeforeEach
  void emptyOutbox() {
    console.published("redrives");
    console.published("task-events");
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_parked_event_is_processed_by_the_function_that_failed_and_by_no_other() throws Exception {
    var failed = fail();
    broken.clear();

    var redrive = start("{\"filter\": {\"owner\": \"%s\"}}".formatted(ada));
    var sent = step();

    assertThat(sent).hasSize(1);
    assertThat(attributes(sent.getFirst()))
        .containsEntry("id", failed.getId())
        .containsEntry("source", failed.getSource().toString())
        .containsEntry("time", String.valueOf(failed.getTime()))
        .containsEntry("traceparent", String.valueOf(failed.getExtension("traceparent")))
        .containsEntry("redrivefor", FUNCTION)
        .containsEntry("redrivegeneration", "1")
        .containsEntry("redriveid", redrive)
        .doesNotContainKeys("knativeerrordest", "knativeerrorcode", "knativeerrordata", "reason");
    assertThat(sent.getFirst().getData().toBytes()).isEqualTo(failed.getData().toBytes());
    assertThat(function.process(sent.getFirst())).isEqualTo(new DeliveryOutcome.Done());
    assertThat(function.process(sent.getFirst())).isEqualTo(new DeliveryOutcome.Duplicate());
    assertThat(effects).containsExactly(failed.getId());
    assertThat(progress(redrive).required("state").asString()).isEqualTo("finished");
    assertThat(console.letterOf(ada).required("state").asString()).isEqualTo("resolved");
    assertThat(console.published("task-events"))
        .extracting(event -> event.getType() + " " + event.getExtension("actor"))
        .containsExactlyInAnyOrder(
            "dev.perennial.redrive.started.v1 admin",
            "dev.perennial.redrive.changed.v1 operations");
  }

  @Test
  void two_operators_who_click_at_once_and_twice_send_the_event_once() throws Exception {
    fail();
    broken.clear();
    var body = "{\"filter\": {\"owner\": \"%s\"}}".formatted(ada);

    var statuses =
        AtOnce.all(
            IntStream.range(0, 8)
                .<Callable<Integer>>mapToObj(
                    n ->
                        () ->
                            console
                                .post("admin-" + n % 2, "/v1/dead-letters/redrive", body)
                                .statusCode())
                .toList());

    assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 200);
    assertThat(step()).hasSize(1);
  }

  @Test
  void a_step_that_is_delivered_again_sends_nothing_again() throws Exception {
    fail();
    start("{\"filter\": {\"owner\": \"%s\"}}".formatted(ada));
    var first = console.published("redrives").getFirst();

    assertThat(console.deliver(first).statusCode()).isEqualTo(202);
    assertThat(console.deliver(first).statusCode()).isEqualTo(202);
    // The same step by another event, as maintenance emits it when it takes a step for lost.
    assertThat(
            console
                .deliver(Console.letter(first).with("id", UUID.randomUUID().toString()))
                .statusCode())
        .isEqualTo(202);

    assertThat(console.published("redrives").stream().filter(RedriveIT::isLetter)).hasSize(1);
  }

  @Test
  void an_event_that_fails_again_is_open_with_a_higher_generation_five_times_at_most()
      throws Exception {
    fail();
    for (int generation = 1; generation <= 5; generation++) {
      var redrive = start("{\"filter\": {\"owner\": \"%s\"}}".formatted(ada));
      var sent = step().getFirst();
      assertThat(function.process(sent)).isInstanceOf(DeliveryOutcome.Parked.class);
      deadLetter(sent);

      assertThat(progress(redrive).required("failed").asInt()).isEqualTo(1);
      var letter = console.letterOf(ada);
      assertThat(letter.required("state").asString()).isEqualTo("open");
      assertThat(letter.required("generation").asInt()).isEqualTo(generation);
    }

    var plan =
        console
            .act("/v1/dead-letters/redrive", "{\"filter\": {\"owner\": \"%s\"}}".formatted(ada))
            .required("plan");
    assertThat(plan.at("/0/answer").asString()).isEqualTo("sent-too-often");
    var details =
        console.json("/v1/dead-letters/" + console.letterOf(ada).required("id").asString());
    assertThat(details.required("failures")).hasSize(6);
    assertThat(details.required("ledgers")).hasSize(1);
    assertThat(effects).isEmpty();
  }

  @Test
  void the_outcome_is_known_from_the_ledger_if_the_dead_letter_is_late() throws Exception {
    fail();
    var redrive = start("{\"filter\": {\"owner\": \"%s\"}}".formatted(ada));
    var sent = step().getFirst();
    function.process(sent);

    assertThat(progress(redrive).required("failed").asInt()).isEqualTo(1);
    deadLetter(sent);

    assertThat(console.letterOf(ada).required("generation").asInt()).isEqualTo(1);
    assertThat(console.letterOf(ada).required("state").asString()).isEqualTo("open");
  }

  @Test
  void an_event_that_was_processed_since_is_resolved_without_effect() throws Exception {
    var event = event();
    deadLetter(event);
    function.process(event);

    var dryRun =
        console.act(
            "/v1/dead-letters/redrive",
            "{\"filter\": {\"owner\": \"%s\"}, \"dryRun\": true}".formatted(ada));
    assertThat(dryRun.at("/plan/0/answer").asString()).isEqualTo("processed");
    var redrive = start("{\"filter\": {\"owner\": \"%s\"}}".formatted(ada));
    step().forEach(this::process);

    assertThat(effects).containsExactly(event.getId());
    assertThat(progress(redrive).required("resolved").asInt()).isEqualTo(1);
    assertThat(console.letterOf(ada).required("closedReason").asString()).contains("no effect");
  }

  @Test
  void an_event_for_a_function_that_was_down_for_its_whole_retry_time_takes_effect_once()
      throws Exception {
    var event = event();
    // No response at all: the ledger of the function has never seen the event.
    var letter =
        Console.letter(event)
            .with("knativeerrordest", "http://" + FUNCTION + ".perennial.svc.cluster.local");
    console.record(letter);
    assertThat(console.letterOf(ada).required("reason").asString())
        .isEqualTo("the function did not respond");

    var redrive = start("{\"filter\": {\"owner\": \"%s\"}}".formatted(ada));
    var sent = step();
    sent.forEach(this::process);
    sent.forEach(this::process);
    process(event);

    assertThat(effects).containsExactly(event.getId());
    assertThat(progress(redrive).required("resolved").asInt()).isEqualTo(1);
    assertThat(console.letterOf(ada).required("state").asString()).isEqualTo("resolved");
    assertThat(console.published("task-events"))
        .extracting(published -> published.getType() + " " + published.getExtension("actor"))
        .containsExactlyInAnyOrder(
            "dev.perennial.redrive.started.v1 admin",
            "dev.perennial.redrive.changed.v1 operations");
  }

  @Test
  void an_event_whose_dead_letter_sink_was_away_is_redriven_once_also_when_the_sink_is_back()
      throws Exception {
    var event = event();
    broken.add(event.getId());
    assertThat(function.process(event)).isInstanceOf(DeliveryOutcome.Parked.class);
    broken.clear();
    Console.POSTGRES.execute(
        "UPDATE runtime.ledger SET changed_at = now() - interval '2 minutes' WHERE event_id = '%s'"
            .formatted(event.getId()));
    console.maintain();

    var redrive = start("{\"filter\": {\"owner\": \"%s\"}}".formatted(ada));
    step().forEach(this::process);
    assertThat(progress(redrive).required("resolved").asInt()).isEqualTo(1);
    // The broker has kept it.
    deadLetter(event);

    assertThat(effects).containsExactly(event.getId());
    assertThat(console.letterOf(ada).required("state").asString()).isEqualTo("resolved");
  }

  @Test
  void a_dry_run_counts_what_would_happen_and_changes_nothing() throws Exception {
    fail();
    deadLetter(event());

    var dryRun =
        console.act(
            "/v1/dead-letters/redrive",
            "{\"filter\": {\"owner\": \"%s\"}, \"dryRun\": true}".formatted(ada));

    assertThat(dryRun.required("redrive").isNull()).isTrue();
    assertThat(dryRun.required("plan"))
        .allSatisfy(item -> assertThat(item.required("answer").asString()).isEqualTo("sent"));
    assertThat(console.published("redrives")).isEmpty();
    assertThat(console.lettersOf(ada))
        .extracting(letter -> letter.required("state").asString())
        .containsOnly("open");
  }

  @Test
  void no_more_letters_are_sent_in_a_step_than_allowed_per_second() throws Exception {
    for (int i = 0; i < 5; i++) {
      deadLetter(event());
    }
    var redrive = start("{\"filter\": {\"owner\": \"%s\"}, \"perSecond\": 2}".formatted(ada));

    assertThat(step()).hasSize(2);
    assertThat(progress(redrive).required("waiting").asInt()).isEqualTo(3);
  }

  @Test
  void a_paused_redrive_sends_nothing_until_it_is_resumed() throws Exception {
    for (int i = 0; i < 3; i++) {
      deadLetter(event());
    }
    var redrive = start("{\"filter\": {\"owner\": \"%s\"}, \"perSecond\": 1}".formatted(ada));
    var first = step();
    console.act("/v1/redrives/" + redrive + "/pause", null);

    assertThat(first).hasSize(1);
    assertThat(step()).isEmpty();
    console.act("/v1/redrives/" + redrive + "/resume", null);
    assertThat(step()).hasSize(1);
  }

  @Test
  void a_cancelled_redrive_opens_its_unsent_letters_again_and_has_ended() throws Exception {
    for (int i = 0; i < 3; i++) {
      deadLetter(event());
    }
    var redrive = start("{\"filter\": {\"owner\": \"%s\"}, \"perSecond\": 1}".formatted(ada));
    var sent = step();

    var cancelled = console.act("/v1/redrives/" + redrive + "/cancel", null);
    sent.forEach(this::process);

    assertThat(cancelled.required("cancelled").asInt()).isEqualTo(2);
    assertThat(progress(redrive).required("resolved").asInt()).isEqualTo(1);
    assertThat(console.lettersOf(ada))
        .extracting(letter -> letter.required("state").asString())
        .containsExactlyInAnyOrder("resolved", "open", "open");
    assertThat(console.post("admin", "/v1/redrives/" + redrive + "/resume", null).statusCode())
        .isEqualTo(409);
  }

  @Test
  void a_redrive_pauses_when_too_many_letters_fail_again() throws Exception {
    for (int i = 0; i < 20; i++) {
      fail();
    }
    var redrive =
        start(
            "{\"filter\": {\"owner\": \"%s\"}, \"perSecond\": 12, \"stopAtFailureRate\": 50}"
                .formatted(ada));
    for (var sent : step()) {
      function.process(sent);
    }

    assertThat(step()).isEmpty();

    var paused = progress(redrive);
    assertThat(paused.required("state").asString()).isEqualTo("paused");
    assertThat(paused.required("pauseReason").asString())
        .isEqualTo("100 % of the letters failed again");
    assertThat(paused.required("waiting").asInt()).isEqualTo(8);
  }

  @Test
  void the_letters_of_a_person_who_erases_themself_are_not_sent() throws Exception {
    deadLetter(event());
    var redrive = start("{\"filter\": {\"owner\": \"%s\"}}".formatted(ada));
    var now = Instant.now();
    Console.POSTGRES.recordErasure(ada, now);
    console.record(
        Letter.event(ada)
            .with("type", "dev.perennial.profile.deleted.v1")
            .with("time", now.toString()));

    assertThat(step()).isEmpty();
    assertThat(progress(redrive).required("erased").asInt()).isEqualTo(1);
    assertThat(progress(redrive).required("state").asString()).isEqualTo("finished");
  }

  @Test
  void maintenance_continues_a_redrive_whose_step_is_lost() throws Exception {
    deadLetter(event());
    var redrive = start("{\"filter\": {\"owner\": \"%s\"}}".formatted(ada));
    console.published("redrives");
    Console.POSTGRES.execute(
        "UPDATE operations.redrives SET stepped_at = now() - interval '2 minutes' WHERE id = '%s'"
            .formatted(redrive));

    console.maintain();

    assertThat(step()).hasSize(1);
  }

  @Test
  void a_letter_of_no_known_function_cannot_be_sent() throws Exception {
    console.record(Letter.of("kafka-broker-ingress", ada));

    var plan =
        console
            .act("/v1/dead-letters/redrive", "{\"filter\": {\"owner\": \"%s\"}}".formatted(ada))
            .required("plan");

    assertThat(plan.at("/0/answer").asString()).isEqualTo("no-function");
  }

  @Test
  void the_counts_of_a_redrive_add_up_to_its_letters() throws Exception {
    for (int i = 0; i < 7; i++) {
      if (i % 2 == 0) {
        fail();
      } else {
        deadLetter(event());
      }
    }
    var redrive = start("{\"filter\": {\"owner\": \"%s\"}, \"perSecond\": 3}".formatted(ada));

    for (int i = 0; i < 4; i++) {
      step().forEach(this::process);
      var now = progress(redrive);
      assertThat(
              List.of("waiting", "sent", "resolved", "failed", "erased", "cancelled").stream()
                  .mapToInt(name -> now.required(name).asInt())
                  .sum())
          .isEqualTo(7);
    }
    assertThat(progress(redrive).required("resolved").asInt()).isEqualTo(3);
    assertThat(progress(redrive).required("failed").asInt()).isEqualTo(4);
  }

  /** An event that the function has parked, and whose dead letter is recorded. */
  private CloudEvent fail() throws Exception {
    var event = event();
    broken.add(event.getId());
    assertThat(function.process(event)).isInstanceOf(DeliveryOutcome.Parked.class);
    deadLetter(event);
    return event;
  }

  private CloudEvent event() {
    return Letter.event(ada).toEvent();
  }

  /** Delivers the dead letter of this event, as the broker does when the function refuses it. */
  private void deadLetter(CloudEvent event) {
    console.record(
        Console.letter(event)
            .with("knativeerrordest", "http://" + FUNCTION + ".perennial.svc.cluster.local")
            .with("knativeerrorcode", "422"));
  }

  private String start(String body) {
    return console
        .ok(console.post("admin", "/v1/dead-letters/redrive", body), 201)
        .at("/redrive/id")
        .asString();
  }

  private JsonNode progress(String redrive) {
    return console.json("/v1/redrives/" + redrive);
  }

  /** Delivers the events of steps that wait; returns the letters that were sent. */
  private List<CloudEvent> step() {
    var letters = new ArrayList<CloudEvent>();
    var waiting = console.published("redrives");
    for (var event : waiting) {
      if (isLetter(event)) {
        letters.add(event);
      } else {
        assertThat(console.deliver(event).statusCode()).isEqualTo(202);
      }
    }
    var after = console.published("redrives");
    after.stream().filter(RedriveIT::isLetter).forEach(letters::add);
    after.stream().filter(event -> !isLetter(event)).forEach(this::keep);
    return letters;
  }

  /** Puts the event of the next step back into the outbox. */
  private void keep(CloudEvent step) {
    var stored = StoredEvent.of(step);
    try (var connection = Console.POSTGRES.owner();
        var insert =
            connection.prepareStatement(
                """
                INSERT INTO runtime.outbox (id, producer, topic, attributes, data, created_at)
                VALUES (?::uuid, 'operations', 'redrives', ?::jsonb, ?, now())
                """)) {
      insert.setString(1, step.getId());
      insert.setString(2, stored.attributes());
      insert.setBytes(3, stored.data());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void process(CloudEvent event) {
    try {
      function.process(event);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isLetter(CloudEvent event) {
    return !event.getType().equals(STEP);
  }

  private static Map<String, String> attributes(CloudEvent event) {
    var all = new HashMap<String, String>();
    for (var name : event.getAttributeNames()) {
      all.put(name, String.valueOf(event.getAttribute(name)));
    }
    for (var name : event.getExtensionNames()) {
      all.put(name, String.valueOf(event.getExtension(name)));
    }
    return all;
  }
}
