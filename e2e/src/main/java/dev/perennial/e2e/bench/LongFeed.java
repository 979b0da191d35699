package dev.perennial.e2e.bench;

import dev.perennial.e2e.Pause;
import dev.perennial.e2e.Person;
import dev.perennial.e2e.Postgres;
import dev.perennial.e2e.RunningSystem;

/** Measures reading a page of a feed, and of a feed with a hundred times as many entries. */
final class LongFeed {

  private static final int PAGE = 100;
  private static final int ROWS = 1_000;
  private static final int TIMES = 100;
  private static final int SAMPLES = 300;

  private final RunningSystem system;
  private final Report report;
  private final Postgres postgres;

  LongFeed(RunningSystem system, Report report) {
    this.system = system;
    this.report = report;
    this.postgres = system.postgres();
  }

  void measure() {
    report.heading(
        "A page of %d of a feed of %,d, and of one of %,d, by turns"
            .formatted(PAGE, ROWS, ROWS * TIMES));
    var few = reader("user-reader", ROWS);
    var many = reader("user-reader-of-much", ROWS * TIMES);
    postgres.execute("VACUUM ANALYZE sync.entries, sync.events");
    postgres.execute("CHECKPOINT");
    new Quiescence(system).await();
    PairedLatencies.timed(SAMPLES, () -> {}, few, many);
    var both = PairedLatencies.timed(SAMPLES, () -> {}, few, many);
    both.addTo(report, "Page of %d of a feed".formatted(PAGE), Target.FEED_GROWTH);
  }

  /** Reads from the middle of a feed with this many copies of one event. */
  private Runnable reader(String user, int rows) {
    var person = system.person(user);
    person.createList("Model");
    while (latest(user) == 0) {
      Pause.millis(50);
    }
    postgres.execute(
        """
        WITH copies AS (
          INSERT INTO sync.events (source, event_id, type, time, subject, actor, data)
          SELECT '/copies/of/%1$s', n::text, type, time, subject, actor, data
          FROM (SELECT v.* FROM sync.entries JOIN sync.events v ON event = number
                WHERE user_id = '%1$s' ORDER BY seq LIMIT 1), generate_series(%2$d, %3$d) n
          RETURNING number, event_id
        )
        INSERT INTO sync.entries (user_id, seq, event, stored_at)
        SELECT '%1$s', event_id::bigint, number, now() FROM copies
        """
            .formatted(user, latest(user) + 1, rows));
    postgres.execute(
        "UPDATE sync.feeds SET latest = %d WHERE user_id = '%s'".formatted(rows, user));
    return () -> read(person, rows / 2);
  }

  private static void read(Person person, int since) {
    var response = person.http().get("/v1/sync?since=%d&limit=%d".formatted(since, PAGE));
    if (response.statusCode() != 200) {
      throw new IllegalStateException("the feed was answered " + response.body());
    }
  }

  private long latest(String user) {
    return postgres.number(
        "SELECT coalesce(max(latest), 0) FROM sync.feeds WHERE user_id = '%s'".formatted(user));
  }
}
