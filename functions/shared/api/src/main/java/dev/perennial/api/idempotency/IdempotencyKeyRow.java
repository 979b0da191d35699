package dev.perennial.api.idempotency;

import dev.perennial.api.response.Response;
import dev.perennial.events.EventJson;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.Map;
import tools.jackson.core.type.TypeReference;

/** The stored response of an idempotency key. */
@MappedEntity(schema = "runtime", value = "idempotency_keys")
record IdempotencyKeyRow(@Id String key, int status, String headers, byte[] body) {

  private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

  static String headers(Response.Whole response) {
    return EventJson.MAPPER.writeValueAsString(response.headers());
  }

  Response.Whole response() {
    return new Response.Whole(status, EventJson.MAPPER.readValue(headers, HEADERS), body);
  }
}
