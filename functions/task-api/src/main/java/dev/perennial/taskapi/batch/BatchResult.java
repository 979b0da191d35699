package dev.perennial.taskapi.batch;

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
 * The result of an operation; members that do not apply are omitted.
 *
 * @param status the HTTP status of the same command in a request of its own
 * @param replayed true if it was executed before and this is the stored result
 * @param list the list after it
 * @param next the next occurrence after a completion or a skip
 * @param understood the phrases of a quick-add line
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BatchResult(
    UUID opId,
    int status,
    @Nullable Boolean replayed,
    @Nullable JsonNode task,
    @Nullable JsonNode list,
    @Nullable JsonNode next,
    @Nullable JsonNode understood,
    @Nullable Problem problem) {

  private static final int FIRST_SERVER_ERROR = 500;
  private static final Problem IN_USE = ProblemException.keyInUse().problem();

  static BatchResult of(BatchOp op, Response.Whole response, boolean replayed) {
    ObjectNode body = body(op, response);
    return new BatchResult(
        op.opId(),
        response.status(),
        replayed ? true : null,
        body.get("task"),
        body.get("list"),
        body.get("next"),
        body.get("understood"),
        null);
  }

  static BatchResult of(BatchItem item, Problem problem) {
    return new BatchResult(item.opId(), problem.status(), null, null, null, null, null, problem);
  }

  /** The members of the result that come from the response's body. */
  private static ObjectNode body(BatchOp op, Response.Whole response) {
    ObjectNode members = EventJson.MAPPER.createObjectNode();
    if (op.kind() == BatchOp.Kind.DELETE || op.kind() == BatchOp.Kind.DELETE_LIST) {
      return members;
    }
    ObjectNode body = EventJson.MAPPER.readValue(response.body(), ObjectNode.class);
    if (op.kind() == BatchOp.Kind.COMPLETE || op.kind() == BatchOp.Kind.SKIP) {
      return body;
    }
    if (op.kind().isOfList()) {
      members.set("list", body);
      return members;
    }
    if (body.has("understood")) {
      members.set("understood", body.remove("understood"));
    }
    members.set("task", body);
    return members;
  }

  /** Whether a retry would give the same result: no server error, and not in progress. */
  boolean isFinal() {
    return status < FIRST_SERVER_ERROR && !IN_USE.equals(problem);
  }
}
