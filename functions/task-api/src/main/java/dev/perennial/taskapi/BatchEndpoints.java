package dev.perennial.taskapi;

import dev.perennial.api.idempotency.Idempotency;
import dev.perennial.api.idempotency.IdempotencyStore;
import dev.perennial.api.idempotency.IdempotencyStore.Parts;
import dev.perennial.api.problem.Faults;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.JsonBody;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.RateLimit;
import dev.perennial.api.route.Routes;
import dev.perennial.events.Client;
import dev.perennial.runtime.database.DatabaseFault;
import dev.perennial.runtime.outbox.OutboxRelay;
import dev.perennial.taskapi.BatchPlan.Step;
import dev.perennial.taskapi.TaskActs.Target;
import dev.perennial.tasks.Act;
import dev.perennial.tasks.RefusedAct;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * Many acts in one request, such as a device brings back from offline: answered as if they were
 * done one after the other, each in a transaction of its own and once for its opId, whatever
 * becomes of the others.
 */
final class BatchEndpoints implements Endpoints {

  private final TaskActs acts;
  private final IdempotencyStore answers;
  private final RateLimit limit;
  private final OutboxRelay relay;
  private final InstantSource clock;

  BatchEndpoints(
      TaskActs acts,
      IdempotencyStore answers,
      RateLimit limit,
      OutboxRelay relay,
      InstantSource clock) {
    this.acts = acts;
    this.answers = answers;
    this.limit = limit;
    this.relay = relay;
    this.clock = clock;
  }

  record Batch(List<BatchResult> results) {}

  @Override
  public void addTo(Routes routes) {
    routes.at("/v1/batch", routes.writesMany(HttpMethod.POST, this::batch));
  }

  private Response batch(ServerRequest request, String user) {
    var client = ClientHeaders.client(request);
    var ops =
        BatchOp.read(JsonBody.read(request, JsonBody.MAX_BATCH_BYTES, MediaType.APPLICATION_JSON));
    // One is taken for the request itself.
    limit.take(user, ops.size() - 1);
    return new Idempotency(answers)
        .onceAcrossTransactions(
            request,
            user,
            JsonBody.MAX_BATCH_BYTES,
            () -> parts(results(new BatchPlan(steps(ops, user, client)), user)));
  }

  private static Parts parts(List<BatchResult> results) {
    return new Parts(
        Response.json(200, new Batch(results)), results.stream().allMatch(BatchResult::isFinal));
  }

  /** Each a microsecond after the one before, so that what they make keeps their order. */
  private List<Step> steps(List<BatchItem> items, String user, Client client) {
    var now = clock.instant();
    return IntStream.range(0, items.size())
        .mapToObj(
            place -> {
              var item = items.get(place);
              var at = now.plus(place, ChronoUnit.MICROS);
              return new Step(place, item, new Act(user, client, at, HappenedAt.of(item.at(), at)));
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
      case BatchItem.Misshapen bad -> BatchResult.of(bad, bad.problem());
      case BatchOp op -> result(op, step.act(), user);
    };
  }

  private BatchResult result(BatchOp op, Act act, String user) {
    try {
      return once(op, act, user);
    } catch (RefusedAct refused) {
      return BatchResult.of(op, Refusals.problem(refused).problem());
    } catch (RuntimeException fault) {
      if (DatabaseFault.isUnreachable(fault)) {
        // Nor can it be for the others: each would only wait as long.
        throw fault;
      }
      return BatchResult.of(op, Faults.problem(fault).problem());
    }
  }

  private BatchResult once(BatchOp op, Act act, String user) {
    var attempt = answers.once(user, op.opId().toString(), op.fingerprint(), () -> answer(op, act));
    return switch (attempt) {
      case IdempotencyStore.First first -> BatchResult.of(op, first.response(), false);
      case IdempotencyStore.Repeated repeated -> BatchResult.of(op, repeated.response(), true);
      case IdempotencyStore.OtherRequest _ ->
          BatchResult.of(op, ProblemException.keyReused().problem());
      case IdempotencyStore.InProgress _ ->
          BatchResult.of(op, ProblemException.keyInUse().problem());
    };
  }

  private Response.Whole answer(BatchOp op, Act act) {
    return switch (op.kind()) {
      case CREATE -> {
        var id = op.taskId() == null ? UUID.randomUUID() : op.taskId();
        yield TaskAnswers.created(acts.create(id, op.fields(), act));
      }
      case EDIT -> TaskAnswers.task(acts.edit(target(op), op.fields(), op.scope(), act));
      case COMPLETE -> TaskAnswers.completion(acts.complete(target(op), act));
      case SKIP -> TaskAnswers.completion(acts.skip(target(op), act));
      case REOPEN -> TaskAnswers.task(acts.reopen(target(op), op.next(), act));
      case DELETE -> {
        acts.delete(target(op), op.scope(), act);
        yield TaskAnswers.gone();
      }
    };
  }

  private static Target target(BatchOp op) {
    return Target.any(op.target());
  }
}
