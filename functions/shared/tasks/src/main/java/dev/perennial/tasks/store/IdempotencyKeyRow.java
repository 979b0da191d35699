package dev.perennial.tasks.store;

import static java.util.Objects.requireNonNull;

import dev.perennial.runtime.http.Answer;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.Map;
import tools.jackson.core.type.TypeReference;

/** What was answered to a key. */
@MappedEntity(schema = "tasks", value = "idempotency_keys")
record IdempotencyKeyRow(@Id String key, int status, String headers, byte[] body) {

  private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

  static String headers(Answer.Whole answer) {
    return requireNonNull(Columns.json(answer.headers()));
  }

  Answer.Whole answer() {
    return new Answer.Whole(status, requireNonNull(Columns.read(headers, HEADERS)), body);
  }
}
