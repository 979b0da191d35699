package dev.perennial.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventType;
import dev.perennial.operations.api.ReplayRequest;
import dev.perennial.operations.replay.Subscriptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FunctionsTest {

  @Test
  void a_redrive_reaches_the_functions_that_have_a_trigger() throws IOException {
    var names =
        Files.readAllLines(Path.of("../../eventing/redrives.yaml")).stream()
            .map(String::strip)
            .filter(line -> line.startsWith("redrivefor: "))
            .map(line -> line.substring("redrivefor: ".length()))
            .toList();

    assertThat(names).containsExactlyInAnyOrderElementsOf(Main.FUNCTIONS);
  }

  @Test
  void a_replay_sends_a_function_the_types_that_its_trigger_delivers() throws IOException {
    assertThat(Subscriptions.functions()).containsExactlyInAnyOrderElementsOf(Main.FUNCTIONS);
    for (var function : Main.FUNCTIONS) {
      var trigger = Files.readString(Path.of("../../eventing", function + ".yaml"));
      var types =
          Arrays.stream(EventType.values())
              .filter(type -> List.of("task-events", "task-reminders").contains(type.topic()))
              .filter(
                  type ->
                      trigger.contains("type: " + type.type() + "\n")
                          || trigger.contains("type: dev.perennial.\n"))
              .toList();
      assertThat(Subscriptions.of(function))
          .as(function)
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(types);
    }
  }

  @Test
  void a_replay_reaches_back_as_far_as_the_topics_keep_events() throws IOException {
    var topics = Files.readString(Path.of("../../eventing/topics.yaml")).split("---");

    assertThat(topics)
        .filteredOn(
            topic -> topic.contains("name: task-events") || topic.contains("name: task-reminders"))
        .hasSize(2)
        .allSatisfy(
            topic ->
                assertThat(topic)
                    .contains("retention.ms: \"" + ReplayRequest.KEPT.toMillis() + "\""));
  }
}
