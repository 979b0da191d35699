package dev.perennial.taskinsights.store;

import dev.perennial.taskinsights.history.DaySettings;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.MappedProperty;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** A version of a person's profile, as far as it matters for their days. */
@MappedEntity(schema = "insights", value = "profiles")
record ProfileRow(
    @MappedProperty("person") @Id String person,
    @MappedProperty("since") Instant since,
    @MappedProperty("zone") @Nullable String zone,
    @MappedProperty("day_starts_at") @Nullable String dayStartsAt,
    @MappedProperty("daily_goal") @Nullable Integer dailyGoal,
    @MappedProperty("weekly_goal") @Nullable Integer weeklyGoal) {

  DaySettings settings() {
    return DaySettings.of(
        since,
        zone == null ? null : ZoneId.of(zone),
        dayStartsAt == null ? null : LocalTime.parse(dayStartsAt),
        dailyGoal,
        weeklyGoal);
  }
}
