package dev.perennial.events;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as the contract has it: camelCase, ISO 8601 times, unknown fields ignored by consumers. */
public final class EventJson {

  /** The one mapper for payloads and for the API's bodies, which have the same shapes. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private EventJson() {}

  public static byte[] write(Object payload) {
    return MAPPER.writeValueAsBytes(payload);
  }

  /**
   * @throws JacksonException if the bytes are no JSON, or JSON of another shape
   */
  public static <T> T read(byte[] json, Class<T> payload) {
    return MAPPER.readValue(json, payload);
  }
}
