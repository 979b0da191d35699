package dev.perennial.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.ledger.DeliveryOutcome;
import dev.perennial.runtime.ledger.EventProcessor;
import dev.perennial.runtime.ledger.RetrySchedule;
import dev.perennial.runtime.ledger.Unprocessable;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * Replays for one function and the events of one person. The test delivers what comes into the
 * topic of redrives, as the Broker does. The function has its real ledger, and its effects are
 * counted.
 */
final class ReplayScene implements AutoCloseable {

  static final String FUNCTION = "task-insights";
  static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  private static final String STEP = "dev.perennial.replay.advanced.v1";

  private final Topics topics;
  private final Console console;
  private final String person = "ada-" + UUID.randomUUID();
  private final List<String> effects = new ArrayList<>();
  private final Set<String> broken = new HashSet<>();
  private final List<CloudEvent> sent = new ArrayList<>();
  private final Deque<CloudEvent> steps = new ArrayDeque<>();
  private final Database database = Database.open(Console.POSTGRES.settings(FUNCTION));
  private final EventProcessor function =
      new EventProcessor(
          database,
          event -> {
            if (broken.contains(event.getId())) {
              throw new Unprocessable("there is no task " + event.getSubject());
            }
            effects.add(event.getId());
          },
          RetrySchedule.STANDARD);

  /** Ends the replays of other scenes. */
  ReplayScene(Topics topics, Console console) {
    this.topics = topics;
    this.console = console;
    Console.POSTGRES.execute("DELETE FROM operations.replays");
    topics.skipRedrives();
  }

  String person() {
    return person;
  }

  /** The ids of the events that took effect in the function. */
  List<String> effects() {
    return effects;
  }

  /** The events that were sent to the function. */
  List<CloudEvent> sent() {
    return sent;
  }

  CloudEvent event(String type) {
    return event(type, person);
  }

  static CloudEvent event(String type, String owner) {
    return Letter.event(owner).with("type", "dev.perennial." + type + ".v1").toEvent();
  }

  /** Publishes the event five minutes ago. */
  CloudEvent publish(CloudEvent event) {
    return publish(event, NOW.minus(Duration.ofMinutes(5)));
  }

  CloudEvent publish(CloudEvent event, Instant at) {
    return topics.publish("task-events", at, event);
  }

  /** The function cannot process this event. */
  void breaks(CloudEvent event) {
    broken.add(event.getId());
  }

  DeliveryOutcome process(CloudEvent event) {
    try {
      return function.process(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The body of a request for a replay of the last ten minutes, with further fields. */
  String body(String more) {
    return body(more, NOW.minus(Duration.ofMinutes(10)));
  }

  String body(String more, Instant from) {
    return "{\"function\": \"%s\", \"from\": \"%s\", \"owner\": \"%s\"%s}"
        .formatted(FUNCTION, from, person, more.isEmpty() ? "" : ", " + more);
  }

  /** Starts a replay; returns its id. */
  String start(String more) {
    return start(more, NOW.minus(Duration.ofMinutes(10)));
  }

  String start(String more, Instant from) {
    return console
        .ok(console.post("admin", "/v1/replays", body(more, from)), 201)
        .required("id")
        .asString();
  }

  JsonNode show(String replay) {
    return console.json("/v1/replays/" + replay);
  }

  /** Delivers until the replay has ended and all that it sent has come. */
  void finish(String replay) {
    Awaitility.await("the replay has ended")
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              deliver();
              var shown = show(replay);
              return shown.required("state").asString().equals("finished")
                  && sentBy(replay) == shown.required("sent").asInt();
            });
  }

  private long sentBy(String replay) {
    return sent.stream()
        .filter(event -> replay.equals(event.getExtension("replayid")))
        .map(CloudEvent::getId)
        .distinct()
        .count();
  }

  /** Delivers the steps that wait. */
  void deliver() {
    receive();
    while (!steps.isEmpty()) {
      assertThat(console.deliver(steps.pop()).statusCode()).isEqualTo(202);
    }
  }

  /** The next step, which is not delivered yet. */
  CloudEvent awaitStep() {
    Awaitility.await("a step is published")
        .until(
            () -> {
              receive();
              return !steps.isEmpty();
            });
    return steps.pop();
  }

  private void receive() {
    for (var event : topics.redrives()) {
      // The outbox may also contain what other tests have left.
      if (event.getType().equals(STEP)) {
        steps.add(event);
      } else if (event.getExtension("replayid") != null) {
        sent.add(event);
      }
    }
  }

  /** The counts of a replay: type, answer and number. */
  List<String> counts(String replay) {
    var counts = new ArrayList<String>();
    for (var count : show(replay).required("counts")) {
      counts.add(
          "%s %s %d"
              .formatted(
                  count.required("type").asString(),
                  count.required("answer").asString(),
                  count.required("events").asInt()));
    }
    return counts;
  }

  /** What the audit trail gets of this replay: type, actor and state. */
  List<String> trail(String replay) {
    return topics.events("task-events").stream()
        .filter(event -> replay.equals(event.getSubject()))
        .map(
            event ->
                "%s %s %s"
                    .formatted(
                        event.getType().replaceAll("dev\\.perennial\\.|\\.v1", ""),
                        event.getExtension("actor"),
                        EventJson.MAPPER
                            .readTree(event.getData().toBytes())
                            .at("/replay/state")
                            .asString()))
        .toList();
  }

  @Override
  public void close() {
    database.close();
  }
}
