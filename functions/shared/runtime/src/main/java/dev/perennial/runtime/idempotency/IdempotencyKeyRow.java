package dev.perennial.runtime.idempotency;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.http.Answer;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.Map;
import tools.jackson.core.type.TypeReference;

/** What was answered to a key. */
@MappedEntity(schema = "runtime", value = "idempotency_keys")
record IdempotencyKeyRow(@Id String key, int status, String headers, byte[] body) {

  private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

  static String headers(Answer.Whole answer) {
    return EventJson.MAPPER.writeValueAsString(answer.headers());
  }

  Answer.Whole answer() {
    return new Answer.Whole(status, EventJson.MAPPER.readValue(headers, HEADERS), body);
  }
}
