package dev.perennial.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replay whose process is killed goes on where it was. */
class KilledReplayIT {

  private static final int EVENTS = 30;

  @TempDir private Path directory;

  @Test
  void every_event_takes_effect_once_although_the_process_is_killed_in_the_middle()
      throws Exception {
    try (var topics = new Topics();
        var console = Console.with(topics.env());
        var scene = new ReplayScene(topics, console)) {
      var lost = new ArrayList<String>();
      for (int i = 0; i < EVENTS; i++) {
        lost.add(scene.publish(scene.event("task.created")).getId());
      }
      var replay = scene.start("\"perSecond\": 10");
      try (var process = new KilledProcess(directory, topics.env())) {
        process.killDuring(scene.awaitStep());
        // The broker has got no response, or has to deliver what is still in the outbox.
        Console.POSTGRES.execute(
            "UPDATE operations.replays SET stepped_at = now() - interval '2 minutes'");
        console.maintain();
        assertThat(process.deliver(scene.awaitStep()).statusCode()).isEqualTo(202);
      }

      scene.finish(replay);
      scene.sent().forEach(scene::process);

      assertThat(scene.effects()).containsExactlyInAnyOrderElementsOf(lost);
      assertThat(scene.show(replay).required("sent").asInt()).isEqualTo(EVENTS);
    }
  }
}
