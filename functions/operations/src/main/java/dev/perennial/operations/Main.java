package dev.perennial.operations;

import dev.perennial.api.idempotency.Idempotency;
import dev.perennial.api.idempotency.JdbcIdempotencyStore;
import dev.perennial.api.identity.BearerTokens;
import dev.perennial.api.identity.Issuer;
import dev.perennial.api.identity.Roles;
import dev.perennial.api.route.RateLimit;
import dev.perennial.api.route.Routes;
import dev.perennial.operations.api.LetterEndpoints;
import dev.perennial.operations.api.RedriveEndpoints;
import dev.perennial.operations.api.Refusals;
import dev.perennial.operations.api.ReplayEndpoints;
import dev.perennial.operations.redrive.LetterDecisions;
import dev.perennial.operations.redrive.RedriveRunner;
import dev.perennial.operations.replay.ReplayRunner;
import dev.perennial.operations.replay.TopicReader;
import dev.perennial.operations.store.Letters;
import dev.perennial.operations.store.Redrives;
import dev.perennial.operations.store.Replays;
import dev.perennial.runtime.ledger.RecordedErasures;
import dev.perennial.runtime.web.FunctionParts;
import dev.perennial.runtime.web.FunctionServer;
import java.time.Duration;
import java.util.List;

/** The function's wiring. */
public final class Main {

  /** The functions with a Trigger in {@code eventing/redrives.yaml}. */
  static final List<String> FUNCTIONS =
      List.of(
          "on-completed-recurrence",
          "audit-sink",
          "reminder-dispatch",
          "reminder-scheduler",
          "sync-push",
          "task-insights",
          "usage",
          "operations");

  private static final int KEEP_DAYS = 90;

  private Main() {}

  public static void main(String[] args) {
    FunctionServer.run("operations", Main::wire);
  }

  static void wire(FunctionParts parts) {
    var settings = parts.settings();
    var database = parts.database();
    var outbox = parts.outbox();
    var clock = parts.clock();
    var letters = new Letters(database, clock);
    var redrives = new Redrives(database, clock, FUNCTIONS);
    var runner = new RedriveRunner(database, redrives, outbox, clock);
    var replays = new Replays(database, clock);
    var topics = parts.closing(new TopicReader(settings.function(), settings.kafka()));
    var replayRunner = new ReplayRunner(database, replays, topics, outbox, clock);
    var kept = Duration.ofDays(settings.wholeNumber("DEAD_LETTERS_KEEP_DAYS", KEEP_DAYS));
    var operations =
        new Operations(letters, runner, replayRunner, new RecordedErasures(database), kept, clock);
    parts.handleEvents(operations);
    parts.beforeStop(operations::stop);

    var tokens = new BearerTokens(Issuer.from(settings), clock);
    var roles = new Roles(tokens);
    var idempotency = new Idempotency(new JdbcIdempotencyStore(database, clock));
    parts.handleRequests(
        new Routes(tokens, RateLimit.from(settings, clock), idempotency, Refusals::of)
            .of(
                // First, because the path of a letter also matches that of a redrive.
                new RedriveEndpoints(redrives, runner, roles, clock),
                new ReplayEndpoints(replays, replayRunner, roles, clock),
                new LetterEndpoints(
                    letters, new LetterDecisions(database, letters, outbox, clock), roles)));
  }
}
