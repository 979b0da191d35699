package dev.perennial.taskapi.transfer.ical;

import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.Missed;
import dev.perennial.events.Recurrence.MonthEnd;
import dev.perennial.tasks.recurrence.Rrule;
import dev.perennial.tasks.recurrence.RuleDates;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules of a VTIMEZONE (RFC 5545, section 3.6.5). */
final class ObservedZone {

  private static final int MAX_OBSERVANCES = 200;
  private static final int MAX_DATES = 500;

  /** Programs write that a rule holds since 1601; rules are evaluated from 1900 on. */
  private static final int LEAP_YEAR = 1972;

  private final List<Observance> observances;

  private ObservedZone(List<Observance> observances) {
    this.observances = observances;
  }

  /**
   * STANDARD or DAYLIGHT.
   *
   * @param start of the first onset, in local time before it
   * @param rule of further onsets; null if there is none
   * @param until the last date of the rule; null if it has no end
   * @param dates of further onsets
   */
  private record Observance(
      LocalDateTime start,
      ZoneOffset from,
      ZoneOffset to,
      @Nullable Recurrence rule,
      @Nullable LocalDate until,
      List<LocalDateTime> dates) {

    /** Adds the onsets from one year to another, and the last one before. */
    void addTo(Map<Instant, ZoneOffset> offsets, int firstYear, int lastYear) {
      Stream.concat(Stream.of(start), dates.stream()).forEach(onset -> put(offsets, onset));
      if (rule == null) {
        return;
      }
      LocalDate day = start.toLocalDate();
      RuleDates ruled =
          RuleDates.of(rule, day.isBefore(RuleDates.FIRST) ? day.withYear(LEAP_YEAR) : day);
      Optional<LocalDate> date = ruled.from(LocalDate.of(firstYear - 1, 1, 1));
      while (date.isPresent()
          && date.get().getYear() <= lastYear
          && (until == null || !date.get().isAfter(until))) {
        put(offsets, date.get().atTime(start.toLocalTime()));
        date = ruled.after(date.get());
      }
      if (until != null && until.getYear() < firstYear) {
        // It ended before, but may be the last one.
        ruled
            .from(until.minusYears(1))
            .filter(last -> !last.isAfter(until))
            .ifPresent(last -> put(offsets, last.atTime(start.toLocalTime())));
      }
    }

    private void put(Map<Instant, ZoneOffset> offsets, LocalDateTime onset) {
      offsets.put(onset.toInstant(from), to);
    }
  }

  /** Observances that cannot be read are left out. */
  static ObservedZone of(Component zone) {
    return new ObservedZone(
        zone.parts().stream()
            .filter(part -> part.name().equals("STANDARD") || part.name().equals("DAYLIGHT"))
            .limit(MAX_OBSERVANCES)
            .flatMap(part -> observance(part).stream())
            .toList());
  }

  private static Optional<Observance> observance(Component part) {
    try {
      LocalDateTime start = CalendarDates.parse(part.value("DTSTART").orElse("")).local();
      ZoneOffset from = offset(part, "TZOFFSETFROM");
      Optional<Rrule> rrule = part.value("RRULE").map(Rrule::parse);
      List<LocalDateTime> dates =
          part.all("RDATE").stream()
              .flatMap(line -> Stream.of(line.value().split(",")))
              .limit(MAX_DATES)
              .map(text -> CalendarDates.parse(text).local())
              .toList();
      return Optional.of(
          new Observance(
              start,
              from,
              offset(part, "TZOFFSETTO"),
              rrule.map(ObservedZone::recurrence).orElse(null),
              rrule.map(rule -> rule.until(start.toLocalTime(), () -> from)).orElse(null),
              dates));
    } catch (DateTimeException | IllegalArgumentException invalid) {
      return Optional.empty();
    }
  }

  private static ZoneOffset offset(Component part, String name) {
    return ZoneOffset.of(part.value(name).orElse("").strip());
  }

  private static Recurrence recurrence(Rrule rule) {
    return new Recurrence(
        Frequency.CUSTOM,
        1,
        null,
        null,
        null,
        rule.endless(),
        Basis.DUE,
        Missed.SKIP,
        MonthEnd.OMIT,
        null);
  }

  /** Of its observances and their dates. */
  int size() {
    return observances.stream().mapToInt(observance -> 1 + observance.dates().size()).sum();
  }

  /** The offset of a local time; of a time that occurs twice, the first. */
  ZoneOffset offset(LocalDateTime local) {
    NavigableMap<Instant, ZoneOffset> offsets = offsets(local.getYear(), local.getYear());
    ZoneOffset before = at(offsets, local.toInstant(ZoneOffset.MAX));
    return at(offsets, local.toInstant(before));
  }

  /** The offsets by their onsets. */
  private NavigableMap<Instant, ZoneOffset> offsets(int firstYear, int lastYear) {
    NavigableMap<Instant, ZoneOffset> offsets = new TreeMap<>();
    observances.forEach(observance -> observance.addTo(offsets, firstYear, lastYear));
    return offsets;
  }

  private ZoneOffset at(NavigableMap<Instant, ZoneOffset> offsets, Instant instant) {
    Map.Entry<Instant, ZoneOffset> last = offsets.floorEntry(instant);
    return last == null ? observances.getFirst().from() : last.getValue();
  }

  /**
   * An IANA zone with the same offsets in this year and the next. If several have them, the first
   * of these is returned: the preferred zone, a zone of constant offset, a zone to which Unicode
   * CLDR maps a name of Windows, any other.
   *
   * @return empty if there is no such zone
   */
  Optional<ZoneId> zoneIn(int year, @Nullable ZoneId preferred) {
    NavigableMap<Instant, ZoneOffset> offsets = offsets(year, year + 1);
    Instant from = LocalDate.of(year, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
    Instant to = LocalDate.of(year + 2, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
    List<Instant> changes = changes(offsets, from, to);
    return Stream.of(
            Stream.ofNullable(preferred).map(ZoneId::getId),
            fixed(changes.isEmpty() ? at(offsets, from) : null),
            WindowsZones.iana(),
            ZoneRulesProvider.getAvailableZoneIds().stream()
                .filter(
                    id ->
                        id.indexOf('/') > 0 && !id.startsWith("Etc/") && !id.startsWith("SystemV/"))
                .sorted())
        .flatMap(ids -> ids)
        .map(ZoneId::of)
        .filter(zone -> isLike(zone.getRules(), offsets, changes, from, to))
        .findFirst();
  }

  private static Stream<String> fixed(@Nullable ZoneOffset offset) {
    boolean isWholeHours = offset != null && offset.getTotalSeconds() % 3600 == 0;
    if (!isWholeHours || Math.abs(offset.getTotalSeconds()) > 12 * 3600) {
      return Stream.of();
    }
    int hours = offset.getTotalSeconds() / 3600;
    // Their sign is that of POSIX.
    return Stream.of(hours == 0 ? "UTC" : "Etc/GMT" + (hours < 0 ? "+" : "-") + Math.abs(hours));
  }

  /** The instants at which the offset changes. */
  private List<Instant> changes(
      NavigableMap<Instant, ZoneOffset> offsets, Instant from, Instant to) {
    List<Instant> changes = new ArrayList<>();
    for (Instant onset : offsets.subMap(from, to).keySet()) {
      if (!at(offsets, onset.minusNanos(1)).equals(at(offsets, onset))) {
        changes.add(onset);
      }
    }
    return changes;
  }

  private boolean isLike(
      ZoneRules rules,
      NavigableMap<Instant, ZoneOffset> offsets,
      List<Instant> changes,
      Instant from,
      Instant to) {
    if (!rules.getOffset(from).equals(at(offsets, from))) {
      return false;
    }
    List<Instant> theirs = new ArrayList<>();
    @Nullable ZoneOffsetTransition next = rules.nextTransition(from.minusNanos(1));
    while (next != null && next.getInstant().isBefore(to)) {
      theirs.add(next.getInstant());
      next = rules.nextTransition(next.getInstant());
    }
    return theirs.equals(changes)
        && changes.stream().allMatch(change -> rules.getOffset(change).equals(at(offsets, change)));
  }
}
