package dev.perennial.taskapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.api.problem.Problem;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.response.Response;
import dev.perennial.events.EventJson;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What became of an operation; what does not apply is left out.
 *
 * @param status as the same act by itself would have been answered
 * @param replayed true if it was done before and is only answered again
 * @param next what follows a completion or a skip
 * @param understood of a create that was made of one line
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BatchResult(
    UUID opId,
    int status,
    @Nullable Boolean replayed,
    @Nullable JsonNode task,
    @Nullable JsonNode next,
    @Nullable JsonNode understood,
    @Nullable Problem problem) {

  private static final int FIRST_FAULT = 500;
  private static final Problem IN_USE = ProblemException.keyInUse().problem();

  static BatchResult of(BatchOp op, Response.Whole answer, boolean replayed) {
    ObjectNode body = body(op, answer);
    return new BatchResult(
        op.opId(),
        answer.status(),
        replayed ? true : null,
        body.get("task"),
        body.get("next"),
        body.get("understood"),
        null);
  }

  static BatchResult of(BatchItem item, Problem problem) {
    return new BatchResult(item.opId(), problem.status(), null, null, null, null, problem);
  }

  /** The task, and beside it what is told with it. */
  private static ObjectNode body(BatchOp op, Response.Whole answer) {
    ObjectNode beside = EventJson.MAPPER.createObjectNode();
    if (op.kind() == BatchOp.Kind.DELETE) {
      return beside;
    }
    ObjectNode body = EventJson.MAPPER.readValue(answer.body(), ObjectNode.class);
    if (op.kind() == BatchOp.Kind.COMPLETE || op.kind() == BatchOp.Kind.SKIP) {
      return body;
    }
    if (body.has("understood")) {
      beside.set("understood", body.remove("understood"));
    }
    beside.set("task", body);
    return beside;
  }

  /** Whether it would end so again: neither failed here, nor is somebody at it. */
  boolean isFinal() {
    return status < FIRST_FAULT && !IN_USE.equals(problem);
  }
}
