package dev.perennial.taskapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.events.EventJson;
import dev.perennial.runtime.http.Answer;
import dev.perennial.runtime.http.Problem;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What became of an operation; what does not apply is left out.
 *
 * @param status as the same act by itself would have been answered
 * @param replayed true if it was done before and is only answered again
 * @param next what follows a completion or a skip
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BatchResult(
    UUID opId,
    int status,
    @Nullable Boolean replayed,
    @Nullable JsonNode task,
    @Nullable JsonNode next,
    @Nullable Problem problem) {

  static BatchResult of(BatchOp op, Answer.Whole answer, boolean replayed) {
    JsonNode body = answer.body().length == 0 ? null : EventJson.MAPPER.readTree(answer.body());
    boolean closing = op.kind() == BatchOp.Kind.COMPLETE || op.kind() == BatchOp.Kind.SKIP;
    return new BatchResult(
        op.opId(),
        answer.status(),
        replayed ? true : null,
        closing && body != null ? body.get("task") : body,
        closing && body != null ? body.get("next") : null,
        null);
  }

  static BatchResult of(BatchOp op, Problem problem) {
    return new BatchResult(op.opId(), problem.status(), null, null, null, problem);
  }

  boolean isReplayed() {
    return replayed != null;
  }
}
