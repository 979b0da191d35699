package dev.perennial.local.eventing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.local.manifest.Manifests;
import dev.perennial.local.manifest.ShippedYaml;
import dev.perennial.local.manifest.Trigger;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every event type starts exactly the functions that handle it. */
class ShippedTriggersTest {

  /** The functions that receive every event. */
  private static final List<String> EVERYTHING = List.of("audit-sink", "sync-push");

  private static final Map<String, List<String>> BESIDES =
      Map.ofEntries(
          Map.entry("task.created", List.of("task-insights")),
          Map.entry("task.updated", List.of("reminder-scheduler", "task-insights")),
          Map.entry(
              "task.completed",
              List.of("on-completed-recurrence", "reminder-scheduler", "task-insights")),
          Map.entry(
              "task.skipped",
              List.of("on-completed-recurrence", "reminder-scheduler", "task-insights")),
          Map.entry("task.reopened", List.of("reminder-scheduler", "task-insights")),
          Map.entry("task.deleted", List.of("reminder-scheduler", "task-insights")),
          Map.entry("task.restored", List.of("reminder-scheduler", "task-insights")),
          Map.entry("task.scheduled", List.of("reminder-scheduler")),
          Map.entry("list.created", List.of()),
          Map.entry("list.updated", List.of()),
          Map.entry("list.deleted", List.of()),
          Map.entry("list.shared", List.of("reminder-scheduler")),
          Map.entry("list.unshared", List.of("reminder-scheduler")),
          Map.entry("invitation.created", List.of()),
          Map.entry("invitation.declined", List.of()),
          Map.entry("invitation.withdrawn", List.of()),
          Map.entry("profile.updated", List.of("reminder-scheduler", "task-insights")),
          Map.entry(
              "profile.deleted",
              List.of("operations", "reminder-scheduler", "task-insights", "usage")),
          Map.entry("budget.reached", List.of("reminder-dispatch")),
          Map.entry("redrive.started", List.of()),
          Map.entry("redrive.changed", List.of()),
          Map.entry("replay.started", List.of()),
          Map.entry("replay.changed", List.of()),
          Map.entry("letters.discarded", List.of()),
          Map.entry("letters.restored", List.of()),
          Map.entry("reminder.due", List.of("reminder-dispatch")),
          Map.entry("reminder.delivered", List.of()),
          Map.entry("reminder.failed", List.of()),
          Map.entry("reminder.expired", List.of()));

  private static final Map<String, List<String>> CLOCKS =
      Map.of(
          "reminder-alarm", List.of("reminder-scheduler"),
          "maintenance", List.of("operations", "reminder-scheduler"),
          "hourly", List.of("audit-sink", "usage"));

  private final Manifests shipped = Manifests.read(ShippedYaml.PROJECT_ROOT);

  @Test
  void every_event_type_starts_the_functions_subscribed_to_it() throws IOException {
    var woken = new TreeMap<String, List<String>>();
    for (String type : contract()) {
      List<String> besides =
          wokenBy("dev.perennial." + type + ".v1", "/functions/task-api").stream()
              .filter(function -> !EVERYTHING.contains(function))
              .toList();
      woken.put(type, besides);
    }
    assertThat(woken).isEqualTo(new TreeMap<>(BESIDES));
  }

  @Test
  void every_event_type_reaches_sync_push_and_audit_sink() throws IOException {
    assertThat(contract())
        .allSatisfy(
            type ->
                assertThat(wokenBy("dev.perennial." + type + ".v1", "/functions/task-api"))
                    .containsAll(EVERYTHING));
  }

  @Test
  void each_ping_source_starts_exactly_its_function() {
    Map<String, List<String>> woken =
        shipped.pingSources().stream()
            .collect(
                Collectors.toMap(
                    source -> source.name(),
                    source ->
                        wokenBy(
                            "dev.knative.sources.ping",
                            "/apis/v1/namespaces/perennial/pingsources/" + source.name())));
    assertThat(woken).isEqualTo(CLOCKS);
  }

  /**
   * Checkpoints and usage are published to topics that no source reads, the steps of redrives and
   * replays to that of another broker, and what may reach a budget to that of a source without a
   * broker.
   */
  private static List<String> contract() throws IOException {
    try (Stream<Path> files =
        Files.list(ShippedYaml.PROJECT_ROOT.resolve("events/src/main/resources/samples"))) {
      return files
          .map(file -> file.getFileName().toString())
          .map(name -> name.substring(0, name.indexOf(".v1")))
          .filter(type -> !type.startsWith("audit.") && !type.startsWith("usage."))
          .filter(type -> !type.endsWith(".advanced") && !type.startsWith("spending."))
          .toList();
    }
  }

  @Test
  void an_event_that_is_sent_again_starts_only_the_function_that_it_names() {
    for (var service : shipped.services()) {
      var expected =
          List.of("task-api", "web").contains(service.name()) ? List.of() : List.of(service.name());
      CloudEvent event =
          CloudEventBuilder.from(EventingFixture.event("1", "dev.perennial.task.completed.v1"))
              .withExtension("redrivefor", service.name())
              .build();
      assertThat(wokenBy("redrives", event)).isEqualTo(expected);
    }
    for (var step : List.of("redrive.advanced", "replay.advanced")) {
      var event = EventingFixture.event("1", "dev.perennial." + step + ".v1");
      assertThat(wokenBy("redrives", event)).containsExactly("operations");
    }
  }

  private List<String> wokenBy(String type, String source) {
    return wokenBy(
        "perennial",
        CloudEventBuilder.from(EventingFixture.event("1", type))
            .withSource(URI.create(source))
            .build());
  }

  private List<String> wokenBy(String broker, CloudEvent event) {
    return shipped.triggers().stream()
        .filter(trigger -> trigger.broker().name().equals(broker))
        .filter(trigger -> new EventFilter(trigger.filters()).accepts(event))
        .map(Trigger::service)
        .sorted()
        .toList();
  }
}
