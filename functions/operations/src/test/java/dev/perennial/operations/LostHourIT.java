package dev.perennial.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** A Trigger was deleted, and made again an hour later. */
class LostHourIT {

  private static final Instant NOW = ReplayScene.NOW;

  @Test
  void a_replay_brings_exactly_what_was_lost() {
    try (var topics = new Topics();
        var console = Console.with(topics.env());
        var scene = new ReplayScene(topics, console)) {
      assertThatItBringsWhatWasLost(topics, scene);
    }
  }

  private static void assertThatItBringsWhatWasLost(Topics topics, ReplayScene scene) {
    var hourAgo = NOW.minus(Duration.ofHours(1));
    var before = scene.publish(scene.event("task.created"), NOW.minus(Duration.ofMinutes(130)));
    scene.process(before);
    var lost = new ArrayList<String>();
    for (int minute = 0; minute < 60; minute++) {
      var at = NOW.minus(Duration.ofMinutes(120 - minute));
      lost.add(
          scene
              .publish(scene.event(minute % 2 == 0 ? "task.created" : "task.updated"), at)
              .getId());
      // For other functions only, such as those that have a Trigger for everything.
      scene.publish(scene.event("list.created"), at);
    }
    topics.publishNoEvent("task-events", NOW.minus(Duration.ofMinutes(70)));
    // Lost as well, but not in the hour.
    scene.publish(scene.event("task.created"), hourAgo);
    for (int minute = 1; minute < 10; minute++) {
      scene.process(
          scene.publish(scene.event("task.created"), hourAgo.plus(Duration.ofMinutes(minute))));
    }
    scene.effects().clear();

    var replay =
        scene.start(
            "\"to\": \"%s\", \"perSecond\": 500".formatted(hourAgo),
            NOW.minus(Duration.ofHours(2)));
    scene.finish(replay);
    scene.sent().forEach(scene::process);

    assertThat(scene.effects()).containsExactlyElementsOf(lost);
    var shown = scene.show(replay);
    assertThat(shown.required("sent").asInt()).isEqualTo(60);
    assertThat(shown.required("remaining").asInt()).isZero();
    assertThat(shown.required("read")).isEqualTo(shown.required("records"));
    assertThat(scene.counts(replay))
        .containsExactlyInAnyOrder("task.created missing 30", "task.updated missing 30");
    // Again: there is nothing left.
    var again =
        scene.start(
            "\"dryRun\": true, \"to\": \"%s\"".formatted(hourAgo), NOW.minus(Duration.ofHours(2)));
    scene.finish(again);
    assertThat(scene.counts(again))
        .containsExactlyInAnyOrder("task.created completed 30", "task.updated completed 30");
  }
}
