package dev.perennial.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.testkit.HeadContract;
import dev.perennial.api.testkit.QueryContract;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is recorded of dead letters, and who may see it. */
class DeadLettersIT {

  private static final String FUNCTION = "on-completed-recurrence";

  private final Console console = Console.shared();
  private final String ada = "ada-" + UUID.randomUUID();

  @Test
  void a_dead_letter_is_recorded_with_its_event_and_reason() {
    var letter = Letter.of(FUNCTION, ada).with("knativeerrordata", Letter.base64("no task 42"));

    console.record(letter);

    var recorded = console.letterOf(ada);
    assertThat(recorded.required("function").asString()).isEqualTo(FUNCTION);
    assertThat(recorded.required("eventId").asString()).isEqualTo(letter.id());
    assertThat(recorded.required("reason").asString()).isEqualTo("no task 42");
    assertThat(recorded.required("reasonGroup").asString()).isEqualTo("no task *");
    assertThat(recorded.required("statusCode").asInt()).isEqualTo(422);
    assertThat(recorded.required("state").asString()).isEqualTo("open");
    assertThat(recorded.required("traceId").asString())
        .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    var details = console.json("/v1/dead-letters/" + recorded.required("id").asString());
    assertThat(details.at("/event/data/task/title").asString()).isEqualTo("Moss");
    assertThat(details.at("/event/attributes").has("knativeerrordest")).isFalse();
    assertThat(details.at("/error/knativeerrordest").asString()).contains(FUNCTION);
    assertThat(details.required("failures")).hasSize(1);
  }

  @Test
  void a_failure_is_recorded_once_however_often_it_is_delivered() {
    var letter = Letter.of(FUNCTION, ada);

    console.record(letter, letter, letter);

    assertThat(console.lettersOf(ada)).hasSize(1);
  }

  @Test
  void the_dead_letters_of_two_functions_for_one_event_are_two() {
    var letter = Letter.of(FUNCTION, ada);

    console.record(
        letter, letter.with("knativeerrordest", "http://audit-sink.perennial.svc.cluster.local"));

    assertThat(console.lettersOf(ada))
        .extracting(item -> item.required("function").asString())
        .containsExactlyInAnyOrder(FUNCTION, "audit-sink");
  }

  @Test
  void a_parked_event_whose_dead_letter_is_lost_is_recorded_once() {
    var event = Letter.event(ada);
    park(event, "2 minutes");

    console.maintain();
    console.maintain();
    console.record(
        event
            .with("knativeerrordest", "http://" + FUNCTION + ".perennial.svc.cluster.local")
            .with("knativeerrorcode", "422"));

    var recorded = console.letterOf(ada);
    assertThat(recorded.required("reason").asString()).isEqualTo("no such task");
    var details = console.json("/v1/dead-letters/" + recorded.required("id").asString());
    assertThat(details.at("/failures/0/attempts").asInt()).isEqualTo(4);
    assertThat(details.at("/ledgers/0/state").asString()).isEqualTo("parked");
  }

  @Test
  void a_record_of_the_topic_that_no_broker_has_written_is_recorded() {
    console.record(Letter.event(ada).with("type", "dev.knative.kafka.event"));

    assertThat(console.letterOf(ada).required("function").asString()).isEqualTo("unknown");
  }

  @Test
  void the_longest_response_that_a_broker_adds_is_recorded() {
    console.record(
        Letter.of(FUNCTION, ada).with("knativeerrordata", Letter.base64("a".repeat(1024))));

    assertThat(console.letterOf(ada).required("reason").asString()).hasSize(1024);
  }

  @Test
  void letters_are_grouped_by_function_type_and_reason_without_ids() {
    console.record(
        Letter.of(FUNCTION, ada),
        Letter.of(FUNCTION, ada),
        Letter.of("audit-sink", ada).with("knativeerrorcode", "503"));

    var groups = console.json("/v1/dead-letters/groups?owner=" + ada).required("items");

    assertThat(groups).hasSize(2);
    assertThat(groups.at("/0/letters").asInt()).isEqualTo(2);
    assertThat(groups.at("/0/reason").asString()).isEqualTo("there is no task *");
    assertThat(groups.at("/0/lastHour").asInt()).isEqualTo(2);
  }

  @Test
  void each_filter_selects_its_letters() {
    console.record(
        Letter.of(FUNCTION, ada),
        Letter.of("sync-push", ada)
            .with("type", "dev.perennial.task.updated.v1")
            .with("knativeerrordata", Letter.base64("no feed")));

    for (var filter :
        List.of(
            "function=sync-push",
            "type=task.updated",
            "type=dev.perennial.task.updated.v1",
            "reason=" + URLEncoder.encode("no feed", StandardCharsets.UTF_8),
            "function=sync-push&state=open")) {
      assertThat(console.json("/v1/dead-letters?owner=" + ada + "&" + filter).required("items"))
          .as(filter)
          .hasSize(1);
    }
    var tomorrow = Instant.now().plus(1, ChronoUnit.DAYS);
    assertThat(
            console.json("/v1/dead-letters?owner=" + ada + "&from=" + tomorrow).required("items"))
        .isEmpty();
    assertThat(console.json("/v1/dead-letters?owner=" + ada + "&to=" + tomorrow).required("items"))
        .hasSize(2);
  }

  @Test
  void pages_return_each_letter_once_the_newest_first() {
    var ids = new ArrayList<String>();
    IntStream.range(0, 5)
        .forEach(
            _ -> {
              var letter = Letter.of(FUNCTION, ada);
              console.record(letter);
              ids.addFirst(letter.id());
            });

    var seen = new ArrayList<String>();
    var path = "/v1/dead-letters?limit=2&owner=" + ada;
    for (var page = console.json(path); ; ) {
      page.required("items").forEach(item -> seen.add(item.required("eventId").asString()));
      if (page.required("nextCursor").isNull()) {
        break;
      }
      page = console.json(path + "&cursor=" + page.required("nextCursor").asString());
    }

    assertThat(seen).containsExactlyElementsOf(ids);
  }

  @Test
  void operators_read_admins_act_and_others_get_403() {
    console.record(Letter.of(FUNCTION, ada));
    var id = console.letterOf(ada).required("id").asString();
    var body = "{\"ids\": [\"%s\"], \"reason\": \"test\"}".formatted(id);

    for (var path :
        List.of("/v1/dead-letters", "/v1/dead-letters/groups", "/v1/dead-letters/" + id)) {
      assertThat(console.get("someone", path).statusCode()).isEqualTo(403);
      assertThat(console.get("operator", path).statusCode()).isEqualTo(200);
      assertThat(console.get("admin", path).statusCode()).isEqualTo(200);
    }
    assertThat(console.post("operator", "/v1/dead-letters/discard", body).statusCode())
        .isEqualTo(403);
    assertThat(
            console
                .post("operator", "/v1/dead-letters/redrive", "{\"ids\": [\"%s\"]}".formatted(id))
                .statusCode())
        .isEqualTo(403);
    assertThat(console.post("admin", "/v1/dead-letters/discard", body).statusCode()).isEqualTo(200);
  }

  @Test
  void a_discarded_letter_is_readable_and_can_be_restored() {
    console.record(Letter.of(FUNCTION, ada));
    console.published("task-events");
    var body =
        "{\"filter\": {\"owner\": \"%s\"}, \"reason\": \"The list is gone.\"}".formatted(ada);

    assertThat(console.act("/v1/dead-letters/discard", body).required("discarded").asInt())
        .isEqualTo(1);
    assertThat(console.act("/v1/dead-letters/discard", body).required("discarded").asInt())
        .isZero();

    assertThat(console.letterOf(ada).required("state").asString()).isEqualTo("discarded");
    assertThat(console.letterOf(ada).required("closedBy").asString()).isEqualTo("admin");
    assertThat(console.letterOf(ada).required("closedReason").asString())
        .isEqualTo("The list is gone.");
    assertThat(console.act("/v1/dead-letters/restore", body).required("restored").asInt())
        .isEqualTo(1);
    assertThat(console.letterOf(ada).required("state").asString()).isEqualTo("open");
    assertThat(console.published("task-events"))
        .extracting(event -> event.getType() + " " + event.getExtension("actor"))
        .containsExactlyInAnyOrder(
            "dev.perennial.letters.discarded.v1 admin", "dev.perennial.letters.restored.v1 admin");
  }

  @Test
  void a_decision_needs_letters_and_a_reason() {
    for (var body :
        List.of(
            "{}",
            "{\"reason\": \"x\"}",
            "{\"ids\": [], \"reason\": \"x\"}",
            "{\"ids\": [\"no id\"], \"reason\": \"x\"}",
            "{\"filter\": {\"function\": 1}, \"reason\": \"x\"}",
            "{\"filter\": {\"colour\": \"red\"}, \"reason\": \"x\"}",
            "{\"filter\": {}, \"ids\": [\"%s\"], \"reason\": \"x\"}".formatted(UUID.randomUUID()),
            "{\"filter\": {}, \"reason\": \" \"}")) {
      assertThat(console.post("admin", "/v1/dead-letters/discard", body).statusCode())
          .as(body)
          .isEqualTo(400);
    }
  }

  @Test
  void the_letters_of_a_person_who_erases_themself_lose_their_content_and_are_closed() {
    console.record(Letter.of(FUNCTION, ada));
    var now = Instant.now();
    Console.POSTGRES.recordErasure(ada, now);

    console.record(
        Letter.event(ada)
            .with("type", "dev.perennial.profile.deleted.v1")
            .with("time", now.toString()));

    assertErased(ada);
  }

  @Test
  void a_letter_that_arrives_after_the_erasure_of_its_owner_is_stored_without_content() {
    var letter = Letter.of(FUNCTION, ada);
    Console.POSTGRES.recordErasure(ada, Instant.now().plusSeconds(1));

    console.record(letter);

    assertErased(ada);
  }

  @Test
  void letters_that_have_not_changed_for_long_are_deleted() {
    console.record(Letter.of(FUNCTION, ada));
    Console.POSTGRES.execute(
        "UPDATE operations.dead_letters SET changed_at = now() - interval '91 days' WHERE owner = '%s'"
            .formatted(ada));

    console.maintain();

    assertThat(console.lettersOf(ada)).isEmpty();
  }

  @Test
  void a_page_of_ten_thousand_letters_is_read_by_an_index() throws Exception {
    var plan = new ArrayList<String>();
    try (var connection = Console.POSTGRES.owner();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          """
          INSERT INTO operations.dead_letters (id, function, source, event_id, event_type, owner, reason, reason_group,
            error, state, generation, first_failed_at, last_failed_at, changed_at)
          SELECT gen_random_uuid(), 'sync-push', '/many', n, 't', 'o' || n % 100, 'r', 'r', '{}', 'OPEN', 0,
            now() - n * interval '1 second', now(), now()
          FROM generate_series(1, 10000) n
          """);
      statement.execute("ANALYZE operations.dead_letters");
      for (var filter : List.of("true", "owner = 'o7'", "state = 'OPEN'", "reason_group = 'r'")) {
        var rows =
            statement.executeQuery(
                """
                EXPLAIN SELECT * FROM operations.dead_letters
                WHERE (first_failed_at, id) < (now(), '00000000-0000-0000-0000-000000000000') AND %s
                ORDER BY first_failed_at DESC, id DESC LIMIT 50
                """
                    .formatted(filter));
        var lines = new StringBuilder();
        while (rows.next()) {
          lines.append(rows.getString(1)).append('\n');
        }
        plan.add(lines.toString());
      }
      connection.rollback();
    }
    assertThat(plan)
        .allSatisfy(each -> assertThat(each).contains("Index").doesNotContain("Seq Scan"));
  }

  @Test
  void every_operation_takes_the_query_parameters_of_the_document_and_no_other() {
    QueryContract.check(Console.DOCUMENT, console::raw);
  }

  @Test
  void every_get_also_has_head() {
    HeadContract.check(Console.DOCUMENT, console::raw);
  }

  private void assertErased(String owner) {
    var letter = console.letterOf(owner);
    assertThat(letter.required("state").asString()).isEqualTo("discarded");
    assertThat(letter.required("closedReason").asString())
        .isEqualTo("its owner has erased themself");
    assertThat(
            console
                .json("/v1/dead-letters/" + letter.required("id").asString())
                .required("event")
                .isNull())
        .isTrue();
  }

  private static void park(Letter event, String ago) {
    Console.POSTGRES.execute(
        """
        INSERT INTO runtime.ledger (consumer, source, event_id, event_type, state, attempts, reason, attributes, data,
          changed_at)
        VALUES ('%s', '/functions/task-api', '%s', '%s', 'PARKED', 4, 'no such task',
          '{"specversion": "1.0", "id": "%2$s", "source": "/functions/task-api", "type": "%3$s", "owner": "%4$s"}', '{}',
          now() - interval '%5$s')
        """
            .formatted(
                FUNCTION,
                event.id(),
                event.headers().get("ce-type"),
                event.headers().get("ce-owner"),
                ago));
  }
}
