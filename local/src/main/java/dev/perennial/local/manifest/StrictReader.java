package dev.perennial.local.manifest;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads JSON or YAML fields into a record. An unknown, missing or malformed field is refused with
 * its path.
 */
final class StrictReader {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          // Kubernetes does not convert numbers to strings: `value: 8` fails there, so
          // it fails here.
          .withCoercionConfig(
              LogicalType.Textual,
              textual ->
                  textual
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private StrictReader() {}

  static <T> T read(JsonNode fields, Class<T> type) {
    try {
      return JSON.treeToValue(fields, type);
    } catch (JacksonException e) {
      throw new InvalidFieldException(reason(e, fields));
    }
  }

  private static String reason(JacksonException e, JsonNode document) {
    String path = path(e.getPath());
    return switch (e) {
      case UnrecognizedPropertyException _ -> path + ": " + InvalidFieldException.NOT_IMPLEMENTED;
      case InvalidFormatException format when format.getTargetType().isEnum() ->
          path + ": " + format.getValue() + ": " + InvalidFieldException.NOT_IMPLEMENTED;
      case MismatchedInputException mismatch -> path + ": " + expected(mismatch.getTargetType());
      case ValueInstantiationException invalid
          when invalid.getCause() instanceof InvalidFieldException cause ->
          (path.isEmpty() ? "" : path + ".")
              + unknownField(invalid, document).orElse(cause).getMessage();
      default -> path + ": " + e.getOriginalMessage();
    };
  }

  /** An unknown field beside a missing one is probably a typo for it, so it is reported first. */
  private static Optional<InvalidFieldException> unknownField(
      ValueInstantiationException invalid, JsonNode document) {
    Set<String> known =
        Arrays.stream(invalid.getType().getRawClass().getRecordComponents())
            .map(StrictReader::field)
            .collect(toSet());
    JsonNode object = document;
    for (JacksonException.Reference step : invalid.getPath()) {
      object =
          step.getPropertyName() == null
              ? object.path(step.getIndex())
              : object.path(step.getPropertyName());
    }
    return object.propertyNames().stream()
        .filter(name -> !known.contains(name))
        .map(name -> new InvalidFieldException(name, InvalidFieldException.NOT_IMPLEMENTED))
        .findFirst();
  }

  private static String field(RecordComponent component) {
    @Nullable JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
    return renamed == null ? component.getName() : renamed.value();
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null
        || type.isRecord()
        || !Arrays.asList(String.class, Integer.class).contains(type)) {
      return "another structure expected";
    }
    return (type == String.class ? "a string" : "a whole number") + " expected";
  }

  private static String path(List<JacksonException.Reference> references) {
    return references.stream()
        .map(
            step ->
                step.getPropertyName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getPropertyName())
        .collect(joining())
        .replaceFirst("^\\.", "");
  }
}
