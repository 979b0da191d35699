package dev.perennial.tasks.series;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.End;
import dev.perennial.events.Recurrence.Missed;
import dev.perennial.tasks.recurrence.RuleDates;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One occurrence of a series.
 *
 * @param key null if, and only if, the series has no anchor yet
 * @param number in the series; the first is 1
 */
public record Occurrence(Series series, @Nullable OccurrenceKey key, int number) {

  public Occurrence {
    if ((key == null) != (series.anchor() == null)) {
      throw new IllegalArgumentException("an occurrence has a key if its series has an anchor");
    }
  }

  /**
   * The id of this occurrence's task: a name-based UUID (RFC 9562, version 3) of {@code
   * <series>/<number>/<key>}. Two deliveries, devices or functions derive the same id, so only one
   * task can be created. The number is part of it because a rule that is moved back in its series
   * gives the same key again. The first task of a series has an id of its own, as it exists before
   * the series.
   */
  public UUID taskId() {
    return UUID.nameUUIDFromBytes((series.id() + "/" + number + "/" + key).getBytes(UTF_8));
  }

  /** The due date that the rule gives, even if the due date of the task was moved. */
  public @Nullable Due due() {
    return key == null ? null : series.due(key);
  }

  /** The date that the rule gives, from which the due date may be some time later. */
  public @Nullable Due start() {
    Due anchor = series.anchor();
    return key == null || anchor == null ? null : new Due(key.date(), key.time(), anchor.zone());
  }

  /**
   * The occurrence that follows when this one is completed or skipped.
   *
   * <p>Basis due: the first after this one, and with {@code missed: skip} also due after the
   * closing; an all-day occurrence is after it if its date is. Basis completion: the first after
   * the local date of closing, counted from that date. The result is never this occurrence again,
   * and never before it, except that the second occurrence may be before the first.
   *
   * @param zone of the user; used only if the series has no zone
   * @return empty if the series ends with this one, or no date is left up to {@link
   *     Series#LAST_DATE}
   */
  public Optional<Occurrence> next(Instant closedAt, ZoneId zone) {
    if (series.endsWith(number)) {
      return Optional.empty();
    }
    LocalDate closedOn = closedOn(closedAt, zone);
    Series running = series.anchoredOr(closedOn);
    return dateAfter(running, closedAt, closedOn, zone)
        .filter(date -> !running.endsBefore(date))
        .map(date -> new Occurrence(running, keyOn(date), numberOn(running, date)))
        .filter(next -> !running.endsWith(next.number - 1));
  }

  /**
   * The occurrence that the rule gives after this one, whenever this one is closed.
   *
   * @return empty if the series ends with this one, or it has no anchor
   */
  public Optional<Occurrence> following() {
    return key == null || series.endsWith(number)
        ? Optional.empty()
        : included(dates(series), dates(series).after(key.date()))
            .filter(date -> !series.endsBefore(date))
            .map(date -> new Occurrence(series, keyOn(date), numberOn(series, date)))
            .filter(next -> !series.endsWith(next.number - 1));
  }

  /** An exception counts like an occurrence (RFC 5545, section 3.8.5.1). */
  private int numberOn(Series running, LocalDate date) {
    List<LocalDate> except = running.rule().except();
    if (key == null || except == null || running.rule().basis() == Basis.COMPLETION) {
      return number + 1;
    }
    RuleDates dates = dates(running);
    return number
        + 1
        + (int)
            except.stream()
                .filter(out -> out.isAfter(key.date()) && out.isBefore(date))
                .filter(out -> dates.from(out).filter(out::equals).isPresent())
                .count();
  }

  /** The first date from this one on that is not an exception. */
  private Optional<LocalDate> included(RuleDates dates, Optional<LocalDate> from) {
    Optional<LocalDate> next = from;
    while (next.isPresent() && series.rule().excepts(next.get())) {
      next = dates.after(next.get());
    }
    return next;
  }

  private Optional<LocalDate> dateAfter(
      Series running, Instant closedAt, LocalDate closedOn, ZoneId zone) {
    if (key == null || running.rule().basis() == Basis.COMPLETION) {
      return dateAfterCompletion(running, closedOn);
    }
    RuleDates dates = dates(running);
    Optional<LocalDate> next = included(dates, dates.after(key.date()));
    if (running.rule().missed() == Missed.KEEP || next.isEmpty()) {
      return next;
    }
    // Starts a day early: where a zone crossed the date line, times of a skipped day belong to the
    // next day. What is due some time after its date may start as much earlier.
    Duration dueAfter = requireNonNullElse(running.rule().dueAfter(), Duration.ZERO);
    LocalDate floor = closedOn.minusDays(1 + dueAfter.plusDays(1).minusNanos(1).toDays());
    next = included(dates, dates.from(latest(next.get(), floor)));
    while (next.isPresent() && !isDueAfter(running, next.get(), closedAt, zone)) {
      next = included(dates, dates.after(next.get()));
    }
    return next;
  }

  private boolean isDueAfter(Series running, LocalDate date, Instant closedAt, ZoneId zone) {
    return OccurrenceKey.of(running.due(keyOn(date))).isAfter(closedAt, running.zoneOr(zone));
  }

  private Optional<LocalDate> dateAfterCompletion(Series running, LocalDate closedOn) {
    RuleDates dates = RuleDates.of(running.rule(), closedOn);
    Optional<LocalDate> next = included(dates, dates.after(closedOn));
    if (key == null || next.isEmpty()) {
      return next;
    }
    boolean isTaken = number == 1 ? next.get().equals(key.date()) : !next.get().isAfter(key.date());
    return isTaken ? included(dates, dates.after(key.date())) : next;
  }

  /** The same occurrence, in a series that ends with it. */
  public Occurrence lastOfSeries() {
    Recurrence ended = series.rule().endingAt(new End(number, null));
    return new Occurrence(new Series(series.id(), ended, series.anchor()), key, number);
  }

  /** Returns true if its local date depends on the user's zone. */
  public boolean isWithoutZone() {
    Due anchor = series.anchor();
    return anchor == null || anchor.zone() == null;
  }

  /**
   * Returns the instant at which it is due, or the start of its day for an all-day occurrence;
   * empty without a key.
   */
  public Optional<Instant> instant(ZoneId zone) {
    return Optional.ofNullable(due())
        .map(due -> OccurrenceKey.of(due).instant(series.zoneOr(zone)));
  }

  /** The dates of the series' rule. */
  static RuleDates dates(Series series) {
    return RuleDates.of(series.rule(), series.anchor().date());
  }

  private OccurrenceKey keyOn(LocalDate date) {
    return new OccurrenceKey(date, key == null ? null : key.time());
  }

  private LocalDate closedOn(Instant closedAt, ZoneId zone) {
    // Dates before the first supported one are not counted from.
    return latest(closedAt.atZone(series.zoneOr(zone)).toLocalDate(), Series.FIRST_DATE);
  }

  private static LocalDate latest(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }
}
