package dev.perennial.e2e.bench;

import dev.perennial.e2e.Pause;
import dev.perennial.e2e.Postgres;
import dev.perennial.e2e.RunningSystem;

/** Measures a page of a person's trail, and of one with a hundred times as many entries. */
final class AuditPages {

  private static final int PAGE = 100;
  private static final int ROWS = 1_000;
  private static final int TIMES = 100;
  private static final int SAMPLES = 200;

  private final RunningSystem system;
  private final Report report;
  private final Postgres postgres;

  AuditPages(RunningSystem system, Report report) {
    this.system = system;
    this.report = report;
    this.postgres = system.postgres();
  }

  void measure() {
    report.heading(
        "A page of %d of a trail of %,d entries, and of one of %,d, by turns"
            .formatted(PAGE, ROWS, ROWS * TIMES));
    var few = reader("user-audited", ROWS);
    var many = reader("user-audited-much", ROWS * TIMES);
    postgres.execute("VACUUM ANALYZE audit.entries");
    postgres.execute("CHECKPOINT");
    new Quiescence(system).await();
    PairedLatencies.timed(SAMPLES / 2, () -> {}, few, many);
    PairedLatencies.timed(SAMPLES, () -> {}, few, many)
        .addTo(report, "Page of %d of the trail".formatted(PAGE), Target.AUDIT_GROWTH);
  }

  /** Reads a trail with this many copies of one entry, whose hashes the page does not check. */
  private Runnable reader(String user, int rows) {
    var person = system.person(user);
    person.createList("Audited");
    var count = "SELECT count(*) FROM audit.entries WHERE owner = '%s'".formatted(user);
    while (postgres.number(count) == 0) {
      Pause.millis(50);
    }
    postgres.execute(
        """
        INSERT INTO audit.entries SELECT (jsonb_populate_record(e, jsonb_build_object(
          'number', n, 'event_id', 'copy-' || n, 'time', e.time + n * interval '1 millisecond'))).*
        FROM (SELECT * FROM audit.entries WHERE owner = '%s' ORDER BY number LIMIT 1) e,
          generate_series(1001, %d) n
        """
            .formatted(user, rows + 1000));
    return () -> {
      var response = person.http().get("/v1/audit?limit=" + PAGE);
      if (response.statusCode() != 200) {
        throw new IllegalStateException("the trail was answered " + response.body());
      }
    };
  }
}
