package dev.perennial.e2e.bench;

import dev.perennial.e2e.Pause;
import dev.perennial.e2e.RunningSystem;
import dev.perennial.e2e.Topic;
import dev.perennial.events.EventJson;
import io.cloudevents.CloudEvent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Measures how fast the audit trail is written and verified. */
final class AuditMeasurements {

  private static final int ENTRIES = 20_000;
  private static final int BACKLOG = 2_000;
  private static final int VERIFICATIONS = 3;
  private static final String OWNER = "user-recorded";

  private final RunningSystem system;
  private final Report report;

  AuditMeasurements(RunningSystem system, Report report) {
    this.system = system;
    this.report = report;
  }

  /** The worst case: all entries are of one owner, in one chain, whose entries are serialized. */
  void measure() {
    report.heading("%,d entries of the trail, in one chain".formatted(ENTRIES));
    var owner = system.person(OWNER);
    owner.createList("Recorded");
    while (entries() == 0) {
      Pause.millis(50);
    }
    var topic = new Topic(system.kafka(), "task-events");
    var templates =
        topic.events().stream()
            .filter(event -> OWNER.equals(event.getExtension("owner")))
            .filter(event -> Topic.shortType(event).equals("list.created"))
            .toList();
    var rate = enter(topic, templates);
    report.add(
        "Entered, sync-push at work beside it",
        rate,
        "a second",
        "%.2f x transactions of two inserts"
            .formatted(rate / report.yardstick(Yardstick.TRANSACTIONS)));
    report.measured(Target.AUDIT, rate);
    var seconds = Latencies.timed(VERIFICATIONS, this::verify).percentile(0.5) / 1e3;
    report.add("Verified", entries() / seconds, "a second", "of all entries, through the gateway");
  }

  private double enter(Topic topic, List<CloudEvent> templates) {
    var before = entries();
    var published = before;
    var started = System.nanoTime();
    for (var entered = before; entered < ENTRIES; entered = entries()) {
      if (published - entered < BACKLOG) {
        topic.publishAll(TaskMeasurements.withNewIds(templates, BACKLOG / 2));
        published += BACKLOG / 2;
      }
      Pause.millis(50);
    }
    return (ENTRIES - before) / ((System.nanoTime() - started) / 1e9);
  }

  /** The number of the newest entry; counting would slow down what is measured. */
  private long entries() {
    return system
        .postgres()
        .number(
            "SELECT coalesce(max(number), 0) FROM audit.entries WHERE owner = '%s'"
                .formatted(OWNER));
  }

  private void verify() {
    var owner = URLEncoder.encode(OWNER, StandardCharsets.UTF_8);
    var response = system.person("root").http().get("/v1/audit/verify?owner=" + owner);
    if (!EventJson.MAPPER.readTree(response.body()).path("valid").asBoolean()) {
      throw new IllegalStateException("the trail was answered " + response.body());
    }
  }
}
