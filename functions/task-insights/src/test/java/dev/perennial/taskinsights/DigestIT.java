package dev.perennial.taskinsights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The figures depend on what happened, not on how its events came. */
class DigestIT {

  private static final Instant START = Instant.parse("2026-03-20T20:00:00Z");
  private static final List<String> ZONES =
      List.of("Europe/Berlin", "America/New_York", "Pacific/Auckland", "UTC");

  private static Server server;

  @BeforeContainer
  static void start() {
    server = Server.start();
    server.now().set(Instant.parse("2026-12-05T12:00:00Z"));
  }

  @AfterContainer
  static void stop() {
    server.close();
  }

  /**
   * Events in any order, some of them twice and some as a replay under another id, lead to the same
   * figures as the events in their order, and as a rebuild from the facts.
   */
  @Property(tries = 25)
  void figures_are_the_same_however_events_come_and_after_a_rebuild(@ForAll long seed) {
    var random = new Random(seed);
    var inOrder = new People();
    var disordered = new People();
    server.deliver(inOrder.history(new Random(seed)));
    var events = new ArrayList<>(disordered.history(new Random(seed)));
    for (int i = random.nextInt(5); i >= 0; i--) {
      var some = events.get(random.nextInt(events.size()));
      events.add(random.nextBoolean() ? some : some.again());
    }
    Collections.shuffle(events, random);
    server.deliver(events);

    assertThat(disordered.figures()).isEqualTo(inOrder.figures());
    for (var person : disordered.all()) {
      assertThat(server.rebuild("owner=" + person).at("/changed").intValue())
          .as("a rebuild changes the figures of %s", person)
          .isZero();
    }
  }

  /** Two people who share a list, under new names. */
  private record People(String ada, String ben, UUID list) {

    People() {
      this("ada-" + UUID.randomUUID(), "ben-" + UUID.randomUUID(), UUID.randomUUID());
    }

    List<String> all() {
      return List.of(ada, ben);
    }

    List<TestEvent> history(Random random) {
      var events = new ArrayList<TestEvent>();
      for (var person : all()) {
        for (int version = 2; version < 2 + random.nextInt(4); version++) {
          events.add(
              TestEvent.profile(
                  person,
                  version,
                  START.plus(Duration.ofHours(random.nextInt(240))).plusSeconds(version),
                  ZONES.get(random.nextInt(ZONES.size())),
                  random.nextBoolean() ? "04:00" : null,
                  random.nextInt(3)));
        }
      }
      for (int i = 1; i <= 1 + random.nextInt(5); i++) {
        events.addAll(task(i, random).events);
      }
      return events;
    }

    private TestTask task(int place, Random random) {
      var at = START.plus(Duration.ofHours(random.nextInt(200)));
      var task = new TestTask(ada, at).by(anyone(random)).in(list).tagged("t" + place);
      if (random.nextInt(3) > 0) {
        var date = "2026-03-%02d".formatted(20 + random.nextInt(10));
        if (random.nextBoolean()) {
          task.due(date);
        } else {
          task.due(
              date,
              "0%d:30".formatted(random.nextInt(10)),
              random.nextBoolean() ? ZONES.get(random.nextInt(ZONES.size())) : null);
        }
      }
      task.assigned(random.nextBoolean() ? anyone(random) : null).created();
      for (int i = random.nextInt(5); i > 0; i--) {
        at = at.plus(Duration.ofMinutes(1 + random.nextInt(3000)));
        step(task, at.toString(), random);
      }
      return task;
    }

    private void step(TestTask task, String at, Random random) {
      switch (random.nextInt(5)) {
        case 0 -> task.completed(anyone(random), at);
        case 1 -> task.reopened(at);
        case 2 -> task.assigned(anyone(random)).updated(ada, at);
        case 3 -> task.due("2026-03-28").updated(anyone(random), at);
        default -> task.deleted(at);
      }
    }

    private String anyone(Random random) {
      return random.nextBoolean() ? ada : ben;
    }

    /** Everything that is stored of days, with the people under their first names. */
    List<String> figures() {
      return TestPostgres.shared()
          .column(
              """
              SELECT split_part(d.person, '-', 1) || ' ' || replace((to_jsonb(d) - 'person')::text, '%s', 'the list')
              FROM insights.days d WHERE d.person IN ('%s', '%s') ORDER BY 1
              """
                  .formatted(list, ada, ben));
    }
  }
}
