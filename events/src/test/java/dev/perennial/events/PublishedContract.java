package dev.perennial.events;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schemas and samples as they are shipped, for every test that wants to hold an event against
 * them.
 */
public final class PublishedContract {

  private static final String SCHEMAS = "https://perennial.dev/schemas/";

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          registry -> registry.schemas(uri -> resource(uri.replace(SCHEMAS, "schemas/"))));

  private PublishedContract() {}

  /** What the type's schema has against this payload; empty if it conforms. */
  public static List<String> violations(EventType type, String payload) {
    return violations(type.schema().toString(), payload);
  }

  /**
   * What the envelope's schema has against this CloudEvent in structured JSON; empty if it
   * conforms.
   */
  public static List<String> envelopeViolations(String event) {
    return violations(SCHEMAS + "envelope.json", event);
  }

  /** What the schema that all events of this kind share has against this payload. */
  static List<String> kindViolations(EventType type, String payload) {
    return violations(SCHEMAS + kind(type) + ".json#/$defs/event", payload);
  }

  /** What one of the definitions that the task events share has against this JSON. */
  static List<String> definitionViolations(String name, String json) {
    return violations(SCHEMAS + "task.json#/$defs/" + name, json);
  }

  /** The type's sample, a CloudEvent in structured JSON; a copy that the caller may change. */
  static ObjectNode sample(EventType type) {
    return (ObjectNode) EventJson.MAPPER.readTree(resource("samples/" + fileName(type)));
  }

  static JsonNode samplePayload(EventType type) {
    return sample(type).required("data");
  }

  /** The record of the type's payload. */
  static Class<?> payload(EventType type) {
    return switch (kind(type)) {
      case "task" -> TaskEvent.class;
      case "list" -> ListEvent.class;
      case "invitation" -> InvitationEvent.class;
      case "profile" -> ProfileEvent.class;
      case "reminder" -> ReminderEvent.class;
      case "budget" -> BudgetEvent.class;
      case "usage" -> UsageEvent.class;
      case "spending" -> SpendingEvent.class;
      case "audit" -> CheckpointEvent.class;
      case "redrive" -> RedriveEvent.class;
      case "replay" -> ReplayEvent.class;
      case "letters" -> LettersEvent.class;
      default -> throw new IllegalArgumentException("there is no payload of " + type);
    };
  }

  /** What the type's events are about, which is also the name of its field in the payload. */
  static String kind(EventType type) {
    return fileName(type).replaceFirst("\\..*", "");
  }

  /** One of the definitions that the task events share. */
  static JsonNode definition(String name) {
    return definition("task", name);
  }

  /** One of the definitions that the events of a kind share. */
  static JsonNode definition(String kind, String name) {
    return EventJson.MAPPER
        .readTree(resource("schemas/" + kind + ".json"))
        .required("$defs")
        .required(name);
  }

  static String fileName(EventType type) {
    return type.schema().toString().substring(SCHEMAS.length());
  }

  private static List<String> violations(String schema, String json) {
    return REGISTRY
        .getSchema(SchemaLocation.of(schema))
        .validate(
            json,
            InputFormat.JSON,
            execution -> execution.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(Error::toString)
        .toList();
  }

  private static String resource(String name) {
    try (InputStream file = EventType.class.getResourceAsStream("/" + name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
