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
          Map.entry("task.created", List.of()),
          Map.entry("task.updated", List.of("reminder-scheduler")),
          Map.entry("task.completed", List.of("on-completed-recurrence", "reminder-scheduler")),
          Map.entry("task.skipped", List.of("on-completed-recurrence", "reminder-scheduler")),
          Map.entry("task.reopened", List.of("reminder-scheduler")),
          Map.entry("task.deleted", List.of("reminder-scheduler")),
          Map.entry("task.scheduled", List.of("reminder-scheduler")),
          Map.entry("list.created", List.of()),
          Map.entry("list.updated", List.of()),
          Map.entry("list.deleted", List.of()),
          Map.entry("list.shared", List.of("reminder-scheduler")),
          Map.entry("list.unshared", List.of("reminder-scheduler")),
          Map.entry("profile.updated", List.of("reminder-scheduler")),
          Map.entry("profile.deleted", List.of("reminder-scheduler")),
          Map.entry("reminder.due", List.of("reminder-dispatch")),
          Map.entry("reminder.delivered", List.of()),
          Map.entry("reminder.failed", List.of()),
          Map.entry("reminder.expired", List.of()));

  private static final Map<String, List<String>> CLOCKS =
      Map.of(
          "reminder-alarm", List.of("reminder-scheduler"),
          "maintenance", List.of("reminder-scheduler"),
          "hourly", List.of("audit-sink"));

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

  /** Checkpoints are published to a topic that no source reads. */
  private static List<String> contract() throws IOException {
    try (Stream<Path> files =
        Files.list(ShippedYaml.PROJECT_ROOT.resolve("events/src/main/resources/samples"))) {
      return files
          .map(file -> file.getFileName().toString())
          .map(name -> name.substring(0, name.indexOf(".v1")))
          .filter(type -> !type.startsWith("audit."))
          .toList();
    }
  }

  private List<String> wokenBy(String type, String source) {
    CloudEvent event =
        CloudEventBuilder.from(EventingFixture.event("1", type))
            .withSource(URI.create(source))
            .build();
    return shipped.triggers().stream()
        .filter(trigger -> new EventFilter(trigger.filters()).accepts(event))
        .map(Trigger::service)
        .sorted()
        .toList();
  }
}
