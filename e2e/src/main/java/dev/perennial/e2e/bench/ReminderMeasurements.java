package dev.perennial.e2e.bench;

import dev.perennial.e2e.Pause;
import dev.perennial.e2e.Person;
import dev.perennial.e2e.Postgres;
import dev.perennial.e2e.RunningSystem;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Measures the delay of reminders, the cost of claiming them, and a mail with cold starts. */
final class ReminderMeasurements {

  private static final int REMINDERS = 1_000;
  private static final int AT_ONCE = 100;
  private static final Duration SPREAD = Duration.ofMinutes(2);

  /** Enough to create and plan all of them before the first is due. */
  private static final Duration AHEAD = Duration.ofSeconds(45);

  private static final int COLD_STARTS = 5;

  /** Enough for all functions to be scaled to zero again. */
  private static final Duration NAP = Duration.ofSeconds(30);

  private static final int FEW = 10_000;
  private static final int TIMES = 100;
  private static final int CLAIMED = 500;
  private static final int ALARMS = 5;

  /** The mails that were sent to a user. */
  private static final String SENT =
      """
      reminders.reminders r JOIN reminders.deliveries d ON d.notification_id = r.notification_id
      WHERE r.user_id = '%s' AND d.channel = 'EMAIL' AND d.state = 'SENT'
      """;

  private final RunningSystem system;
  private final Report report;
  private final Postgres postgres;
  private final ScaledToZero scaledToZero;
  private final Quiescence quiescence;

  ReminderMeasurements(RunningSystem system, Report report) {
    this.system = system;
    this.report = report;
    this.postgres = system.postgres();
    this.scaledToZero = new ScaledToZero(system);
    this.quiescence = new Quiescence(system);
  }

  /** With all functions scaled to zero: from the instant to the mail server's acceptance. */
  void fromZero() {
    report.heading("A reminder, everything scaled to zero");
    var person = reachable("user-idle");
    for (int i = 1; i <= COLD_STARTS; i++) {
      remind(person, List.of(Instant.now().plus(NAP).truncatedTo(ChronoUnit.SECONDS)));
      scaledToZero.await();
      awaitSent("user-idle", i);
    }
    var late = late("user-idle");
    report.add(
        "From the instant to the mail handed over, p50 of " + COLD_STARTS,
        late.percentile(0.5),
        "ms",
        "two functions start, one after the other");
    report.add("From the instant to the mail handed over, worst", late.percentile(1), "ms", "");
  }

  void spread() {
    report.heading("%,d reminders, each by mail and push".formatted(REMINDERS));
    var _ =
        lateness(
            "spread over %d s".formatted(SPREAD.toSeconds()),
            "user-spread",
            begin -> i -> begin.plus(SPREAD.multipliedBy(i).dividedBy(REMINDERS)));
  }

  void ofOneInstant() {
    report.heading("%,d reminders of one instant, each by mail and push".formatted(REMINDERS));
    var late = lateness("of one instant", "user-instant", begin -> i -> begin);
    report.measured(Target.REMINDERS, late.percentile(1));
  }

  private Latencies lateness(String how, String user, Instants instants) {
    var person = reachable(user);
    var begin = Instant.now().plus(AHEAD).truncatedTo(ChronoUnit.SECONDS);
    remind(person, IntStream.range(0, REMINDERS).mapToObj(instants.from(begin)).toList());
    awaitSent(user, REMINDERS);
    var late = late(user);
    report.add("Lateness " + how + ", p50", late.percentile(0.5), "ms", "");
    report.add("Lateness " + how + ", p99", late.percentile(0.99), "ms", "");
    report.add("Lateness " + how + ", max", late.percentile(1), "ms", "");
    return late;
  }

  /** From an alarm until all due reminders are claimed, among few planned ones and among many. */
  void claims() {
    report.heading("A ring that claims %d".formatted(CLAIMED));
    system.person("user-claimed").updateProfile("{\"zone\":\"UTC\"}");
    var template =
        remind(system.person("user-claimed"), List.of(Instant.now().plus(Duration.ofDays(300))));
    while (postgres.numbers(planned(template)).isEmpty()) {
      Pause.millis(50);
    }
    timeAlarms(template);
    plan(template, FEW);
    var few = timeAlarms(template);
    plan(template, FEW * TIMES);
    new PairedLatencies(few, timeAlarms(template))
        .addTo(report, "Until claimed", Target.CLAIM_GROWTH);
  }

  private static String planned(UUID task) {
    return "SELECT 1 FROM reminders.reminders WHERE task_id = '%s' AND state = 'PLANNED'"
        .formatted(task);
  }

  /** Copies the reminder, far in the future, until this many are planned. */
  private void plan(UUID template, int count) {
    var there = postgres.number("SELECT count(*) FROM reminders.reminders WHERE state = 'PLANNED'");
    copy(template, count - there, "interval '300 days'");
    postgres.execute("VACUUM ANALYZE reminders.reminders");
    postgres.execute("CHECKPOINT");
  }

  private void copy(UUID template, long count, String ahead) {
    postgres.execute(
        """
        INSERT INTO reminders.reminders (id, task_id, key, user_id, task_version, instant, fires_at, state, changed_at)
        SELECT gen_random_uuid(), task_id, key, user_id, task_version, at, at, 'PLANNED', now()
        FROM (SELECT * FROM reminders.reminders WHERE task_id = '%s' ORDER BY id LIMIT 1),
          generate_series(1, %d) n, LATERAL (SELECT clock_timestamp() + %s + n * interval '1 microsecond') i (at)
        """
            .formatted(template, count, ahead));
  }

  private Latencies timeAlarms(UUID template) {
    var due =
        "SELECT count(*) FROM reminders.reminders WHERE state = 'PLANNED' AND fires_at <= now()";
    var handed = "SELECT count(*) FROM reminders.deliveries d WHERE state <> 'PLANNED'";
    var waits = new ArrayList<Duration>();
    for (int i = 0; i < ALARMS; i++) {
      quiescence.await();
      awaitRunning();
      var before = postgres.number(handed);
      copy(template, CLAIMED, "interval '-1 minute'");
      var started = System.nanoTime();
      system.tick("reminder-alarm");
      while (postgres.number(due) > 0) {
        Pause.millis(1);
      }
      waits.add(Duration.ofNanos(System.nanoTime() - started));
      // Until reminder-dispatch has handled them and does not slow down the next claim.
      while (postgres.number(handed) < before + 2 * CLAIMED) {
        Pause.millis(50);
      }
    }
    return Latencies.of(waits);
  }

  /** So that a claim is measured without a cold start. */
  private void awaitRunning() {
    system.tick("reminder-alarm");
    while (!system.function("reminder-scheduler").path("state").asString().equals("running")) {
      Pause.millis(20);
    }
    Pause.millis(500);
  }

  private Person reachable(String user) {
    var person = system.person(user);
    person.updateProfile("{\"zone\":\"UTC\"}");
    system.reachByMail(person, user);
    person.registerDevice("device-of-" + user);
    return person;
  }

  /** Creates a task for each instant and returns the id of the first. */
  private static UUID remind(Person person, List<Instant> instants) {
    var ids = instants.stream().map(_ -> UUID.randomUUID()).toList();
    var ops =
        IntStream.range(0, ids.size()).mapToObj(i -> create(ids.get(i), instants.get(i))).toList();
    for (int i = 0; i < ops.size(); i += AT_ONCE) {
      person.batch(ops.subList(i, Math.min(i + AT_ONCE, ops.size())));
    }
    return ids.getFirst();
  }

  private static String create(UUID id, Instant instant) {
    var at = LocalDateTime.ofInstant(instant, ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
    return """
    {"opId":"%s","kind":"create","taskId":"%s",
     "fields":{"title":"Remembered","reminders":[{"at":"%s","zone":"UTC"}]}}
    """
        .formatted(UUID.randomUUID(), id, at);
  }

  /** Polls rarely, because it shares the cores with the system. */
  private void awaitSent(String user, int count) {
    var sent = "SELECT count(*) FROM " + SENT.formatted(user);
    while (postgres.number(sent) < count) {
      Pause.millis(1_000);
    }
  }

  /** For each mail to this user, from the instant to the mail server's acceptance. */
  private Latencies late(String user) {
    var micros =
        postgres.numbers(
            """
            SELECT (extract(epoch FROM d.sent_at - r.instant) * 1000000)::bigint FROM
            """
                + SENT.formatted(user));
    return Latencies.of(micros.stream().map(one -> Duration.of(one, ChronoUnit.MICROS)).toList());
  }

  @FunctionalInterface
  private interface Instants {
    IntFunction<Instant> from(Instant begin);
  }
}
