package dev.perennial.local.manifest;

import dev.perennial.local.cron.CronSchedule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A PingSource: an event of its own at each tick of its schedule.
 *
 * @param schedule in the zone; a cluster's adapter runs in UTC, so that is what none given means
 * @param spec as it is written, for who asks for it or patches it
 */
public record PingSource(
    String name,
    CronSchedule schedule,
    @Nullable String contentType,
    @Nullable String data,
    Destination sink,
    Spec spec) {

  /** The fields of its YAML. */
  public record Spec(
      String schedule,
      @Nullable String timezone,
      @Nullable String contentType,
      @Nullable String data,
      ObjectRef sink) {

    /** By their names, those that are not given left out. */
    public Map<String, Object> fields() {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("schedule", schedule);
      fields.put("timezone", timezone);
      fields.put("contentType", contentType);
      fields.put("data", data);
      fields.put(
          "sink",
          Map.of(
              "ref",
              Map.of("apiVersion", sink.apiVersion(), "kind", sink.kind(), "name", sink.name())));
      fields.values().removeIf(Objects::isNull);
      return fields;
    }
  }

  /**
   * The same source as somebody wants it to be from now on.
   *
   * @param newSpec all of its spec
   * @throws InvalidFieldException if that is wrong, or leads to another sink
   */
  public PingSource with(JsonNode newSpec) {
    Spec read = StrictReader.read(newSpec, PingSourceResource.Spec.class).toSpec();
    InvalidFieldException.require(
        read.sink().equals(spec.sink()),
        "sink",
        "another one: " + InvalidFieldException.NOT_IMPLEMENTED);
    return PingSourceResource.toSource(name, read, sink);
  }
}
