package dev.perennial.e2e.bench;

import dev.perennial.e2e.Pause;
import dev.perennial.e2e.Person;
import dev.perennial.e2e.Postgres;
import dev.perennial.e2e.RunningSystem;

/** Measures reading a page of a feed, and of a feed with ten times as many entries. */
final class LongFeed {

  private static final int PAGE = 100;
  private static final int ROWS = 1_000;
  private static final int TIMES = 10;
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
    postgres.execute("VACUUM ANALYZE sync.entries");
    postgres.execute("CHECKPOINT");
    new Quiescence(system).await();
    PairedLatencies.timed(SAMPLES, () -> {}, few, many);
    var both = PairedLatencies.timed(SAMPLES, () -> {}, few, many);
    report.add("Read among %,d".formatted(ROWS), both.few(), "");
    report.add("Read among %,d".formatted(ROWS * TIMES), both.many(), "");
    both.addRatio(report, "%d times the rows, ratio of p50".formatted(TIMES));
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
        INSERT INTO sync.entries (user_id, seq, event_id, source, type, time, subject, actor, data, stored_at)
        SELECT user_id, n, event_id || '-' || n, source, type, time, subject, actor, data, stored_at
        FROM (SELECT * FROM sync.entries WHERE user_id = '%s' ORDER BY seq LIMIT 1),
          generate_series(%d, %d) n
        """
            .formatted(user, latest(user) + 1, rows));
    postgres.execute(
        "UPDATE sync.feeds SET latest = %d WHERE user_id = '%s'".formatted(rows, user));
    return () -> read(person, rows / 2);
  }

  private static void read(Person person, int since) {
    var answer = person.http().get("/v1/sync?since=%d&limit=%d".formatted(since, PAGE));
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("the feed was answered " + answer.body());
    }
  }

  private long latest(String user) {
    return postgres.number(
        "SELECT coalesce(max(latest), 0) FROM sync.feeds WHERE user_id = '%s'".formatted(user));
  }
}
