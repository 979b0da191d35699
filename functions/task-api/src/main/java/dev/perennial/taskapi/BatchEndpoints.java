package dev.perennial.taskapi;

import dev.perennial.events.Client;
import dev.perennial.runtime.database.DatabaseFault;
import dev.perennial.runtime.http.Answer;
import dev.perennial.runtime.http.Faults;
import dev.perennial.runtime.http.FirstAnswers;
import dev.perennial.runtime.http.Idempotency;
import dev.perennial.runtime.http.JsonBody;
import dev.perennial.runtime.http.ProblemException;
import dev.perennial.runtime.http.RateLimit;
import dev.perennial.taskapi.TaskActs.Target;
import dev.perennial.tasks.Act;
import dev.perennial.tasks.RefusedAct;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * Many acts in one request, such as a device brings back from offline: one after the other, each in
 * a transaction of its own and once for its opId, whatever becomes of the others.
 */
final class BatchEndpoints implements Endpoints {

  private final TaskActs acts;
  private final FirstAnswers answers;
  private final RateLimit limit;
  private final InstantSource clock;

  BatchEndpoints(TaskActs acts, FirstAnswers answers, RateLimit limit, InstantSource clock) {
    this.acts = acts;
    this.answers = answers;
    this.limit = limit;
    this.clock = clock;
  }

  record Batch(List<BatchResult> results) {}

  @Override
  public void addTo(Routes routes) {
    routes.at("/v1/batch", routes.writesMany(HttpMethod.POST, this::batch));
  }

  private Answer batch(ServerRequest request, String user) {
    var client = ClientHeaders.client(request);
    var ops =
        BatchOp.read(JsonBody.read(request, JsonBody.MAX_BATCH_BYTES, MediaType.APPLICATION_JSON));
    // One is taken for the request itself.
    limit.take(user, ops.size() - 1);
    new Idempotency(answers).claim(request, user, JsonBody.MAX_BATCH_BYTES);
    var results = ops.stream().map(op -> result(op, user, client)).toList();
    var answer = Answer.json(200, new Batch(results));
    return results.stream().allMatch(BatchResult::isReplayed)
        ? answer.with(Idempotency.REPLAYED, "true")
        : answer;
  }

  private BatchResult result(BatchOp op, String user, Client client) {
    try {
      return once(op, user, client);
    } catch (RefusedAct refused) {
      return BatchResult.of(op, Refusals.problem(refused).problem());
    } catch (RuntimeException fault) {
      if (DatabaseFault.unreachable(fault)) {
        // Nor can it be for the others: each would only wait as long.
        throw fault;
      }
      return BatchResult.of(op, Faults.problem(fault).problem());
    }
  }

  private BatchResult once(BatchOp op, String user, Client client) {
    var attempt =
        answers.once(
            user, op.opId().toString(), op.fingerprint(), () -> answer(op, act(op, user, client)));
    return switch (attempt) {
      case FirstAnswers.First first -> BatchResult.of(op, first.answer(), false);
      case FirstAnswers.Before before -> BatchResult.of(op, before.answer(), true);
      case FirstAnswers.Claimed _, FirstAnswers.OtherRequest _ ->
          BatchResult.of(op, ProblemException.keyReused().problem());
      case FirstAnswers.Running _ -> BatchResult.of(op, ProblemException.keyInUse().problem());
    };
  }

  private Act act(BatchOp op, String user, Client client) {
    var now = clock.instant();
    return new Act(user, client, now, HappenedAt.of(op.at(), now));
  }

  private Answer.Whole answer(BatchOp op, Act act) {
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
