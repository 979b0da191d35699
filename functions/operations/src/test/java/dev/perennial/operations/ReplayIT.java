package dev.perennial.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.ledger.DeliveryOutcome;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The events of a period that are sent again: those that the function's ledger does not have. */
class ReplayIT {

  private static final String FUNCTION = ReplayScene.FUNCTION;
  private static final Instant NOW = ReplayScene.NOW;

  private static Topics topics;
  private static Console console;

  private ReplayScene scene;

  @BeforeAll
  static void start() {
    topics = new Topics();
    console = Console.with(topics.env());
  }

  @AfterAll
  static void stop() {
    console.close();
    topics.close();
  }

  @BeforeEach
  void open() {
    scene = new ReplayScene(topics, console);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void a_replay_sends_what_the_ledger_does_not_have_unchanged_and_with_one_effect() {
    var known = scene.publish(scene.event("task.created"));
    scene.process(known);
    var lost = scene.publish(scene.event("task.completed"));

    var replay = scene.start("");
    scene.finish(replay);

    assertThat(scene.sent()).hasSize(1);
    assertThat(attributes(scene.sent().getFirst()))
        .containsAllEntriesOf(attributes(lost))
        .containsEntry("redrivefor", FUNCTION)
        .containsEntry("replayid", replay)
        .hasSize(attributes(lost).size() + 2);
    assertThat(scene.sent().getFirst().getData().toBytes()).isEqualTo(lost.getData().toBytes());
    assertThat(scene.process(scene.sent().getFirst())).isEqualTo(new DeliveryOutcome.Done());
    assertThat(scene.process(scene.sent().getFirst())).isEqualTo(new DeliveryOutcome.Duplicate());
    assertThat(scene.process(lost)).isEqualTo(new DeliveryOutcome.Duplicate());
    assertThat(scene.effects()).containsExactly(known.getId(), lost.getId());
  }

  @Test
  void a_dry_run_counts_by_type_and_by_what_the_ledger_says_and_sends_nothing() {
    scene.process(scene.publish(scene.event("task.created")));
    scene.publish(scene.event("task.created"));
    scene.publish(scene.event("task.deleted"));
    var parked = scene.publish(scene.event("task.deleted"));
    scene.breaks(parked);
    scene.process(parked);

    var replay = scene.start("\"dryRun\": true");
    scene.finish(replay);

    assertThat(scene.sent()).isEmpty();
    var shown = scene.show(replay);
    assertThat(scene.counts(replay))
        .containsExactlyInAnyOrder(
            "task.created completed 1",
            "task.created missing 1",
            "task.deleted missing 1",
            "task.deleted parked 1");
    assertThat(shown.required("toSend").asInt()).isEqualTo(2);
    assertThat(shown.required("sent").asInt()).isZero();
    assertThat(scene.trail(replay)).isEmpty();
  }

  @Test
  void types_and_owner_select_events() {
    var chosen = scene.publish(scene.event("task.created"));
    scene.publish(scene.event("task.updated"));
    var others = scene.publish(ReplayScene.event("task.created", "grace-" + UUID.randomUUID()));

    scene.finish(scene.start("\"types\": [\"task.created\"]"));

    assertThat(scene.sent()).extracting(CloudEvent::getId).containsExactly(chosen.getId());
    assertThat(scene.sent()).extracting(CloudEvent::getId).doesNotContain(others.getId());
  }

  @Test
  void each_action_is_in_the_audit_trail_of_who_did_it() {
    scene.publish(scene.event("task.created"));
    var replay = scene.start("\"perSecond\": 1");
    console.act("/v1/replays/" + replay + "/pause", null);
    console.act("/v1/replays/" + replay + "/resume", null);
    scene.finish(replay);
    var cancelled = scene.start("");
    console.act("/v1/replays/" + cancelled + "/cancel", null);

    Awaitility.await("the events are published")
        .untilAsserted(
            () -> {
              assertThat(scene.trail(replay))
                  .containsExactly(
                      "replay.started admin running",
                      "replay.changed admin paused",
                      "replay.changed admin running",
                      "replay.changed operations finished");
              assertThat(scene.trail(cancelled))
                  .containsExactly(
                      "replay.started admin running", "replay.changed admin cancelled");
            });
  }

  @Test
  void a_function_has_one_replay_at_a_time() {
    var replay = scene.start("");

    var second = console.post("admin", "/v1/replays", scene.body(""));
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.body()).contains("replay-running").contains(FUNCTION);
    assertThat(console.post("admin", "/v1/replays", scene.body("\"dryRun\": true")).statusCode())
        .isEqualTo(201);
    assertThat(
            console
                .post("admin", "/v1/replays", scene.body("").replace(FUNCTION, "usage"))
                .statusCode())
        .isEqualTo(201);
    console.act("/v1/replays/" + replay + "/pause", null);
    assertThat(console.post("admin", "/v1/replays", scene.body("")).statusCode()).isEqualTo(409);
    console.act("/v1/replays/" + replay + "/cancel", null);
    assertThat(console.post("admin", "/v1/replays", scene.body("")).statusCode()).isEqualTo(201);
  }

  @Test
  void a_paused_replay_sends_nothing_until_it_is_resumed_and_a_cancelled_one_has_ended() {
    for (int i = 0; i < 3; i++) {
      scene.publish(scene.event("task.created"));
    }
    var replay = scene.start("\"perSecond\": 1");
    console.deliver(scene.awaitStep());
    var next = scene.awaitStep();
    console.act("/v1/replays/" + replay + "/pause", null);
    assertThat(console.deliver(next).statusCode()).isEqualTo(202);

    assertThat(scene.show(replay).required("sent").asInt()).isEqualTo(1);
    assertThat(scene.show(replay).required("state").asString()).isEqualTo("paused");
    console.act("/v1/replays/" + replay + "/resume", null);
    scene.finish(replay);
    assertThat(scene.sent()).hasSize(3);
    assertThat(console.post("admin", "/v1/replays/" + replay + "/cancel", null).statusCode())
        .isEqualTo(409);
  }

  @Test
  void maintenance_continues_a_replay_whose_step_is_lost() {
    var lost = scene.publish(scene.event("task.created"));
    var replay = scene.start("");
    scene.awaitStep();
    Console.POSTGRES.execute(
        "UPDATE operations.replays SET stepped_at = now() - interval '2 minutes'");

    console.maintain();
    scene.finish(replay);

    assertThat(scene.sent()).extracting(CloudEvent::getId).containsExactly(lost.getId());
  }

  @Test
  void the_events_of_a_person_who_has_erased_themself_are_not_sent_but_for_the_erasure() {
    var at = Instant.now();
    scene.publish(scene.event("task.created"));
    var erasure =
        scene.publish(
            CloudEventBuilder.v1(scene.event("profile.deleted"))
                .withTime(at.atOffset(ZoneOffset.UTC))
                .build());
    Console.POSTGRES.recordErasure(scene.person(), at.plusMillis(1));

    var replay = scene.start("");
    scene.finish(replay);

    assertThat(scene.sent()).extracting(CloudEvent::getId).containsExactly(erasure.getId());
    assertThat(scene.counts(replay))
        .containsExactlyInAnyOrder("task.created erased 1", "profile.deleted missing 1");
  }

  @Test
  void a_forced_replay_repeats_effects_once_and_says_why() {
    var event = scene.publish(scene.event("task.created"));
    scene.process(event);

    var replay = scene.start("\"mode\": \"force\", \"reason\": \"The table was emptied.\"");
    scene.finish(replay);
    scene.process(scene.sent().getFirst());
    scene.process(scene.sent().getFirst());
    scene.process(event);

    assertThat(scene.effects()).containsExactly(event.getId(), event.getId());
    assertThat(scene.show(replay).required("reason").asString())
        .isEqualTo("The table was emptied.");
    scene.sent().clear();
    var second = scene.start("\"mode\": \"force\", \"reason\": \"It was emptied again.\"");
    scene.finish(second);
    scene.sent().forEach(scene::process);
    assertThat(scene.effects()).hasSize(3);
  }

  @Test
  void a_replay_goes_on_when_kafka_is_back() {
    var lost = scene.publish(scene.event("task.created"));
    var replay = scene.start("");
    var step = scene.awaitStep();
    topics.stop();

    assertThat(console.deliver(step).statusCode()).isEqualTo(503);

    topics.start();
    assertThat(console.deliver(step).statusCode()).isEqualTo(202);
    scene.finish(replay);
    assertThat(scene.sent()).extracting(CloudEvent::getId).containsExactly(lost.getId());
  }

  @Test
  void operators_read_admins_act_and_others_get_403() {
    var replay = scene.start("\"dryRun\": true");
    for (var path : List.of("/v1/replays", "/v1/replays/" + replay)) {
      assertThat(console.get("someone", path).statusCode()).isEqualTo(403);
      assertThat(console.get("operator", path).statusCode()).isEqualTo(200);
    }
    for (var path :
        List.of(
            "/v1/replays",
            "/v1/replays/" + replay + "/pause",
            "/v1/replays/" + replay + "/resume",
            "/v1/replays/" + replay + "/cancel")) {
      assertThat(console.post("operator", path, scene.body("")).statusCode())
          .as(path)
          .isEqualTo(403);
    }
    assertThat(console.get("operator", "/v1/replays/" + UUID.randomUUID()).statusCode())
        .isEqualTo(404);
    assertThat(
            console.post("admin", "/v1/replays/" + UUID.randomUUID() + "/pause", null).statusCode())
        .isEqualTo(404);
  }

  @Test
  void a_wrong_request_names_the_field_and_what_would_be_right() {
    refused("{}", "/function", "is required");
    refused(
        scene.body("").replace(FUNCTION, "task-api"), "/function", "must be one of audit-sink, ");
    refused(scene.body("\"types\": [\"list.created\"]"), "/types/0", "task-insights subscribes to");
    refused(scene.body("\"types\": []"), "/types", "must not be empty");
    refused(scene.body("", NOW.minus(Duration.ofDays(8))), "/from", "at most 7 days ago");
    refused(scene.body("\"to\": \"%s\"".formatted(NOW.plusSeconds(600))), "/to", "in the future");
    refused(
        scene.body("\"to\": \"%s\"".formatted(NOW.minus(Duration.ofDays(2)))),
        "/from",
        "must be before");
    refused(scene.body("\"mode\": \"all\""), "/mode", "must be one of missing");
    refused(scene.body("\"mode\": \"force\""), "/reason", "is required");
    refused(scene.body("\"reason\": \"Why not?\""), "/reason", "is for the mode force only");
    refused(scene.body("\"perSecond\": 501"), "/perSecond", "from 1 to 500");
    refused(scene.body("\"colour\": 1"), "/colour", "");
    var messages =
        scene
            .body("\"mode\": \"force\", \"reason\": \"Lost.\"")
            .replace(FUNCTION, "reminder-dispatch");
    refused(messages, "/effects", "must be true");
    assertThat(
            console
                .post(
                    "admin",
                    "/v1/replays",
                    messages.replace("\"mode\"", "\"effects\": true, \"mode\""))
                .statusCode())
        .isEqualTo(201);
  }

  private static void refused(String body, String pointer, String detail) {
    var response = console.post("admin", "/v1/replays", body);
    assertThat(response.statusCode()).as(body).isEqualTo(400);
    assertThat(response.body()).contains("\"" + pointer + "\"").contains(detail);
  }

  private static Map<String, String> attributes(CloudEvent event) {
    var all = new HashMap<String, String>();
    event
        .getAttributeNames()
        .forEach(name -> all.put(name, String.valueOf(event.getAttribute(name))));
    event
        .getExtensionNames()
        .forEach(name -> all.put(name, String.valueOf(event.getExtension(name))));
    all.values().removeIf("null"::equals);
    return all;
  }
}
