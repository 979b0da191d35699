package dev.perennial.taskapi.batch;

import dev.perennial.api.idempotency.Idempotency;
import dev.perennial.api.idempotency.IdempotencyStore;
import dev.perennial.api.idempotency.IdempotencyStore.WorkResult;
import dev.perennial.api.problem.ExceptionMapping;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.JsonBody;
import dev.perennial.api.request.SpooledBody;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.RateLimit;
import dev.perennial.api.route.Routes;
import dev.perennial.events.Client;
import dev.perennial.runtime.database.DatabaseFault;
import dev.perennial.runtime.outbox.OutboxRelay;
import dev.perennial.taskapi.batch.BatchPlan.Step;
import dev.perennial.taskapi.list.ListCommands;
import dev.perennial.taskapi.list.ListResponses;
import dev.perennial.taskapi.request.ClientHeaders;
import dev.perennial.taskapi.request.HappenedAt;
import dev.perennial.taskapi.request.Refusals;
import dev.perennial.taskapi.task.TaskCommands;
import dev.perennial.taskapi.task.TaskCommands.Target;
import dev.perennial.taskapi.task.TaskResponses;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.RefusedCommand;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/**
 * Many commands in one request, as a device sends after being offline. The results are the same as
 * if they were executed one after the other. Each runs in its own transaction, once per opId, and
 * independently of the others' failures.
 */
public final class BatchEndpoints implements Endpoints {

  private static final int AT_ONCE = 4;
  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  private final TaskCommands commands;
  private final ListCommands lists;
  private final IdempotencyStore responses;
  private final RateLimit limit;
  private final OutboxRelay relay;
  private final InstantSource clock;
  private final Semaphore turns = new Semaphore(AT_ONCE, true);

  public BatchEndpoints(
      TaskCommands commands,
      ListCommands lists,
      IdempotencyStore responses,
      RateLimit limit,
      OutboxRelay relay,
      InstantSource clock) {
    this.commands = commands;
    this.lists = lists;
    this.responses = responses;
    this.limit = limit;
    this.relay = relay;
    this.clock = clock;
  }

  record Batch(List<BatchResult> results) {}

  @Override
  public void addTo(Routes routes) {
    routes.at("/v1/batch", routes.writesMany(HttpMethod.POST, this::batch));
  }

  private Response batch(ApiRequest request, String user) {
    Client client = ClientHeaders.client(request);
    // In a file until it is this batch's turn: the bodies of slow clients would fill the memory.
    try (var body = SpooledBody.of(request, JsonBody.MAX_BATCH_BYTES, MediaType.APPLICATION_JSON);
        var _ = turn()) {
      List<BatchItem> ops = BatchOp.read(JsonBody.parseBatch(body.bytes()));
      // The request itself has taken one token.
      limit.take(user, ops.size() - 1);
      return new Idempotency(responses)
          .onceAcrossTransactions(
              request,
              user,
              body.digest(),
              () -> workResult(results(new BatchPlan(steps(ops, user, client)), user)));
    }
  }

  @FunctionalInterface
  private interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits until fewer than {@link #AT_ONCE} batches are in memory.
   *
   * @throws ProblemException 503 if that takes too long
   */
  private Turn turn() {
    try {
      if (turns.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return turns::release;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw ProblemException.unavailable("too many batches are being processed; try again in 2 s")
        .with(Map.of("Retry-After", "2"));
  }

  private static WorkResult workResult(List<BatchResult> results) {
    return new WorkResult(
        Response.json(200, new Batch(results)), results.stream().allMatch(BatchResult::isFinal));
  }

  /** Each a microsecond after the previous one, so that created tasks keep their order. */
  private List<Step> steps(List<BatchItem> items, String user, Client client) {
    Instant now = clock.instant();
    return IntStream.range(0, items.size())
        .mapToObj(
            place -> {
              BatchItem item = items.get(place);
              Instant at = now.plus(place, ChronoUnit.MICROS);
              return new Step(
                  place, item, new Command(user, client, at, HappenedAt.of(item.at(), at)));
            })
        .toList();
  }

  private List<BatchResult> results(BatchPlan plan, String user) {
    try (var gathering = relay.gather()) {
      return plan.run(step -> gathering.with(() -> result(step, user)));
    }
  }

  private BatchResult result(Step step, String user) {
    return switch (step.item()) {
      case BatchItem.Malformed bad -> BatchResult.of(bad, bad.problem());
      case BatchOp op -> result(op, step.command(), user);
    };
  }

  private BatchResult result(BatchOp op, Command command, String user) {
    try {
      return once(op, command, user);
    } catch (RefusedCommand refused) {
      return BatchResult.of(op, Refusals.problem(refused).problem());
    } catch (RuntimeException fault) {
      if (DatabaseFault.isUnreachable(fault)) {
        // The others would fail too, each after the same timeout.
        throw fault;
      }
      return BatchResult.of(op, ExceptionMapping.problem(fault).problem());
    }
  }

  private BatchResult once(BatchOp op, Command command, String user) {
    IdempotencyStore.Attempt attempt =
        responses.once(user, op.opId().toString(), op.fingerprint(), () -> response(op, command));
    return switch (attempt) {
      case IdempotencyStore.First first -> BatchResult.of(op, first.response(), false);
      case IdempotencyStore.Repeated repeated -> BatchResult.of(op, repeated.response(), true);
      case IdempotencyStore.OtherRequest _ ->
          BatchResult.of(op, ProblemException.keyReused().problem());
      case IdempotencyStore.InProgress _ ->
          BatchResult.of(op, ProblemException.keyInUse().problem());
    };
  }

  private Response.Whole response(BatchOp op, Command command) {
    return switch (op.kind()) {
      case CREATE -> {
        UUID id = op.taskId() == null ? UUID.randomUUID() : op.taskId();
        yield TaskResponses.created(commands.create(id, op.fields(), command));
      }
      case EDIT -> TaskResponses.task(commands.edit(target(op), op.fields(), op.scope(), command));
      case COMPLETE -> TaskResponses.completion(commands.complete(target(op), command));
      case SKIP -> TaskResponses.completion(commands.skip(target(op), command));
      case REOPEN -> TaskResponses.task(commands.reopen(target(op), op.next(), command));
      case CREATE_LIST -> ListResponses.created(lists.create(op.listId(), op.fields(), command));
      case EDIT_LIST -> ListResponses.list(lists.edit(list(op), op.fields(), command));
      case DELETE_LIST -> {
        lists.delete(list(op), command);
        yield ListResponses.deleted();
      }
      case RESTORE -> TaskResponses.task(commands.restore(target(op), command));
      case DELETE -> {
        commands.delete(target(op), op.scope(), command);
        yield TaskResponses.deleted();
      }
    };
  }

  private static ListCommands.Target list(BatchOp op) {
    return ListCommands.Target.any(op.target());
  }

  private static Target target(BatchOp op) {
    return Target.any(op.target());
  }
}
