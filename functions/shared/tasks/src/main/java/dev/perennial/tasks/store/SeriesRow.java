package dev.perennial.tasks.store;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.tasks.Series;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@MappedEntity(value = "series", schema = "tasks")
record SeriesRow(
    @Id UUID id,
    String owner,
    Recurrence.Frequency frequency,
    int every,
    LocalDate anchorDate,
    @Nullable LocalTime anchorTime,
    @Nullable String anchorZone) {

  static SeriesRow of(String owner, Series series) {
    Due anchor = Objects.requireNonNull(series.anchor());
    return new SeriesRow(
        series.id(),
        owner,
        series.rule().frequency(),
        series.rule().interval(),
        anchor.date(),
        anchor.time(),
        Zones.text(anchor.zone()));
  }

  Series series() {
    return new Series(
        id,
        Recurrence.every(every, frequency),
        new Due(anchorDate, anchorTime, Zones.zone(anchorZone)));
  }
}
