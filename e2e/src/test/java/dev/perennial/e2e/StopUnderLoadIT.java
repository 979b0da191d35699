package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * A function that is stopped while it is in use fails no request. A system of its own, in which no
 * other test kills the function.
 */
@Order(SharedSystem.LATE)
class StopUnderLoadIT {

  private static final int CLIENTS = 8;

  private static RunningSystem system;

  @BeforeAll
  static void start() {
    system = RunningSystem.start(Duration.ofSeconds(60));
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  @Test
  void every_write_succeeds_while_the_function_is_stopped_and_started_again() throws Exception {
    var people =
        Stream.generate(() -> system.person(SharedSystem.newUser())).limit(CLIENTS).toList();
    people.getFirst().create("{\"title\":\"First\"}");
    var written = new AtomicInteger();
    var done = new AtomicBoolean();
    try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
      var statuses =
          people.stream()
              .map(person -> clients.submit(() -> write(person, written, done)))
              .toList();
      try {
        Waiting.until("all clients write").until(() -> written.get() > 10 * CLIENTS);
        var process = system.processOf("task-api");
        process.destroy();
        process.onExit().get();
        Waiting.until("another process serves")
            .until(() -> system.function("task-api").path("state").asString().equals("running"));
      } finally {
        done.set(true);
      }
      for (var each : statuses) {
        assertThat(each.get()).containsExactly(201);
      }
    }
  }

  private static Set<Integer> write(Person person, AtomicInteger written, AtomicBoolean done) {
    var statuses = new TreeSet<Integer>();
    do {
      statuses.add(person.http().post("/v1/tasks", "{\"title\":\"Busy\"}").statusCode());
      written.incrementAndGet();
    } while (!done.get());
    return statuses;
  }
}
