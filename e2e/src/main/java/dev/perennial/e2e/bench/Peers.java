package dev.perennial.e2e.bench;

import dev.perennial.e2e.RunningSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures what others would use instead, on the same small job: one CloudEvent by POST, entered in
 * a ledger, and its effect inserted in the same transaction of the same Postgres. All have the JVM
 * options of the functions and an AOT cache of the same events. {@code ./run bench peers} builds
 * them.
 */
final class Peers {

  private static final int TRAINING_EVENTS = 60;
  private static final Path FOLDER = Path.of("e2e/peers");

  private final RunningSystem system;
  private final Report report;
  private final Starts starts;
  private final ServerProcess bare;

  Peers(RunningSystem system, Report report, Starts starts, ServerProcess bare) {
    this.system = system;
    this.report = report;
    this.starts = starts;
    this.bare = bare;
  }

  void measure() throws Exception {
    report.heading("The same small job, by turns");
    var smallJob = candidate("small job", smallJob());
    var quarkus = candidate("Quarkus Funqy", quarkus());
    var ratios = starts.compare(List.of(smallJob, quarkus));
    ratios.get(smallJob.name()).addTo(report, Target.SMALL_JOB_START);
    ratios.get(quarkus.name()).addTo(report, Target.QUARKUS_START);
    starts.rate(Target.BARE_EVENTS, candidate("bare", bare));
    starts.rate(Target.SMALL_JOB_EVENTS, smallJob);
    starts.rate(Target.QUARKUS_EVENTS, quarkus);
  }

  private static Starts.Candidate candidate(String name, ServerProcess server) {
    return new Starts.Candidate(name, server, Baselines::events);
  }

  /** Perennial's own stack with one insert, as a role of its own like every function. */
  private ServerProcess smallJob() throws Exception {
    system
        .postgres()
        .execute(
            """
            DO $$ BEGIN
              IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'small-job') THEN
                CREATE ROLE "small-job" LOGIN PASSWORD 'small-job';
              END IF;
            END $$;
            GRANT USAGE ON SCHEMA runtime, bench TO "small-job";
            GRANT SELECT, INSERT, UPDATE ON runtime.ledger TO "small-job";
            GRANT SELECT, INSERT, UPDATE, DELETE ON runtime.outbox TO "small-job";
            GRANT INSERT ON bench.effects TO "small-job";
            """);
    var environment = new HashMap<>(Baselines.environment(system));
    environment.putAll(
        Map.of(
            "DATABASE_PASSWORD", "small-job",
            "DATABASE_CA_FILE", system.postgres().parameters().get("sslrootcert"),
            "BIND_ADDRESS", "127.0.0.1",
            "LOG_FORMAT", "text"));
    system
        .kafka()
        .forEach(
            (property, value) ->
                environment.put(
                    "KAFKA_" + property.replace('.', '_').toUpperCase(Locale.ROOT),
                    value.toString()));
    return jar("small-job", FOLDER.resolve("small-job/target/small-job.jar"), environment);
  }

  private ServerProcess quarkus() throws Exception {
    return jar(
        "quarkus-funqy",
        FOLDER.resolve("quarkus-funqy/target/quarkus-app/quarkus-run.jar"),
        Baselines.environment(system));
  }

  private static ServerProcess jar(String name, Path jar, Map<String, String> environment)
      throws Exception {
    var command = new ArrayList<String>();
    command.add(Baselines.java());
    command.add("@functions/jvm.options");
    command.addAll(List.of("-jar", jar.toString()));
    return Baselines.trained(
        new ServerProcess(name, command, environment, Path.of("").toAbsolutePath()),
        Path.of("e2e/target", name + ".aot"),
        Baselines.events(TRAINING_EVENTS));
  }
}
