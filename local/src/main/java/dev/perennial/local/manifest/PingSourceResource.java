package dev.perennial.local.manifest;

import dev.perennial.local.cron.CronSchedule;
import dev.perennial.local.cron.CronSyntaxException;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

record PingSourceResource(Metadata metadata, Spec spec) implements Resource {

  private static final JsonMapper JSON = new JsonMapper();

  PingSourceResource {
    InvalidFieldException.requirePresent(metadata, "metadata");
    InvalidFieldException.requirePresent(spec, "spec");
  }

  @Override
  public String name() {
    return metadata.name();
  }

  PingSource link(DeclaredResources declared) {
    return toSource(name(), spec.toSpec(), spec.sink().resolve(declared, "spec.sink"));
  }

  static PingSource toSource(String name, PingSource.Spec spec, Destination sink) {
    return new PingSource(
        name,
        CronSchedule.parse(spec.schedule(), zone(spec.timezone())),
        spec.contentType(),
        spec.data(),
        sink,
        spec);
  }

  private static ZoneId zone(@Nullable String timezone) {
    return ZoneId.of(Objects.requireNonNullElse(timezone, "UTC"));
  }

  record Spec(
      @Nullable String schedule,
      @Nullable String timezone,
      @Nullable String contentType,
      @Nullable String data,
      DestinationResource sink) {

    private static final String EVERY_MINUTE = "* * * * *";

    Spec {
      InvalidFieldException.requirePresent(sink, "sink");
      InvalidFieldException.require(
          timezone == null || ZoneId.getAvailableZoneIds().contains(timezone),
          "timezone",
          timezone + " is no IANA time zone");
      requireSchedule(schedule);
      requireObject(contentType, data);
    }

    private static void requireSchedule(@Nullable String schedule) {
      try {
        CronSchedule.parse(Objects.requireNonNullElse(schedule, EVERY_MINUTE), zone(null));
      } catch (CronSyntaxException wrong) {
        throw new InvalidFieldException("schedule", wrong.getMessage());
      }
    }

    private static void requireObject(@Nullable String contentType, @Nullable String data) {
      if (data != null && "application/json".equals(contentType)) {
        InvalidFieldException.require(isObject(data), "data", "a JSON object is expected");
      }
    }

    private static boolean isObject(String data) {
      try {
        return JSON.readTree(data).isObject();
      } catch (JacksonException malformed) {
        return false;
      }
    }

    PingSource.Spec toSpec() {
      return new PingSource.Spec(
          Objects.requireNonNullElse(schedule, EVERY_MINUTE),
          timezone,
          contentType,
          data,
          sink.ref());
    }
  }
}
