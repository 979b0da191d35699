package dev.perennial.local.manifest;

import dev.perennial.local.cron.CronSchedule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A PingSource: one event for each tick of its schedule.
 *
 * @param schedule in the spec's time zone, or in UTC, in which a cluster's adapter runs
 * @param spec as written in the YAML, for the Kubernetes API
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

    /** Returns the fields by name, without those that are null. */
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
   * Returns this source with another spec.
   *
   * @param newSpec the complete new spec
   * @throws InvalidFieldException if the spec is invalid or has another sink
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
