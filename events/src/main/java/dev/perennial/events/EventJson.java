package dev.perennial.events;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * JSON in the form that the contract defines: camelCase names and ISO 8601 times. Consumers ignore
 * unknown fields.
 */
public final class EventJson {

  /** The mapper for event payloads and for the API's bodies, which have the same shapes. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  List.of(
                          CoercionInputShape.Integer,
                          CoercionInputShape.Float,
                          CoercionInputShape.Boolean)
                      .forEach(scalar -> text.setCoercion(scalar, CoercionAction.Fail)))
          .build();

  private EventJson() {}

  public static byte[] write(Object payload) {
    return MAPPER.writeValueAsBytes(payload);
  }

  /**
   * Returns the payload. Every field that its schema requires is present.
   *
   * @throws WrongPayload if the bytes are not JSON, or the JSON does not match the schema
   */
  public static <T> T read(byte[] json, Class<T> payload) {
    T read;
    try {
      read = MAPPER.readValue(json, payload);
    } catch (JacksonException refused) {
      throw wrongPayload(refused);
    }
    if (read == null) {
      throw new WrongPayload("", "is null");
    }
    return read;
  }

  private static WrongPayload wrongPayload(JacksonException refused) {
    String pointer = pointer(refused.getPath());
    // Jackson's exception is not the cause: its message contains the value, and this exception is
    // logged.
    if (refused.getCause() instanceof WrongPayload field) {
      return field.below(pointer);
    }
    if (refused instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return new WrongPayload(pointer, "is no " + mismatch.getTargetType().getSimpleName());
    }
    return new WrongPayload(pointer, "is not JSON");
  }

  private static String pointer(List<Reference> path) {
    return path.stream()
        .map(
            step ->
                step.getPropertyName() == null
                    ? String.valueOf(step.getIndex())
                    : step.getPropertyName())
        .map(step -> "/" + step.replace("~", "~0").replace("/", "~1"))
        .collect(Collectors.joining());
  }
}
