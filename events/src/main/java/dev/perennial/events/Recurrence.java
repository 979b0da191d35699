package dev.perennial.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rule by which a task comes back.
 *
 * @param interval every so many days, weeks, months or years; at least 1
 * @param weekdays on these days of the week; null means the anchor's
 * @param monthDay on this day of the month, 1 to 31, or -1 for the last; null means the anchor's
 * @param nth on this weekday of the month; null unless so
 * @param rrule an RFC 5545 recurrence rule without COUNT and UNTIL; present if, and only if, the
 *     frequency is custom
 * @param monthEnd unless told, clamp, but for a custom rule omit, as RFC 5545 has it; clamp where
 *     every month has the day
 * @param end null if it never ends
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Recurrence(
    Frequency frequency,
    int interval,
    @Nullable List<Weekday> weekdays,
    @Nullable Integer monthDay,
    @Nullable Nth nth,
    @Nullable String rrule,
    Basis basis,
    Missed missed,
    MonthEnd monthEnd,
    @Nullable End end) {

  private static final int SHORTEST_MONTH = 28;
  private static final int RAREST_ORDINAL = 5;

  public Recurrence {
    Required.present("frequency", frequency);
    Required.atLeastOne("interval", interval);
    weekdays = weekdays == null ? null : Required.list("weekdays", weekdays);
    Required.only("weekdays", weekdays, frequency == Frequency.WEEKLY);
    Required.only("monthDay", monthDay, frequency == Frequency.MONTHLY && nth == null);
    if (monthDay != null) {
      Required.place("monthDay", monthDay, 31);
    }
    Required.only("nth", nth, frequency == Frequency.MONTHLY);
    Required.only("rrule", rrule, frequency == Frequency.CUSTOM);
    if (frequency == Frequency.CUSTOM) {
      Required.present("rrule", rrule);
    }
    // What the first events of this version did not say.
    basis = Objects.requireNonNullElse(basis, Basis.DUE);
    missed = Objects.requireNonNullElse(missed, Missed.SKIP);
    monthEnd = Objects.requireNonNullElse(monthEnd, MonthEnd.unlessTold(frequency));
    if (!mayLackItsDay(frequency, monthDay, nth)) {
      // The same dates have one rule: once it was taken, and kept, where it says nothing.
      monthEnd = MonthEnd.CLAMP;
    }
  }

  /** Whether there may be a month without the rule's day, so that its end matters. */
  public static boolean mayLackItsDay(
      Frequency frequency, @Nullable Integer monthDay, @Nullable Nth nth) {
    return switch (frequency) {
      case DAILY, WEEKLY -> false;
      case MONTHLY ->
          (monthDay == null || monthDay > SHORTEST_MONTH)
              && (nth == null || nth.ordinal == RAREST_ORDINAL);
      case YEARLY, CUSTOM -> true;
    };
  }

  /** The rule that says nothing beside how often. */
  public static Recurrence every(int interval, Frequency frequency) {
    return new Recurrence(
        frequency, interval, null, null, null, null, Basis.DUE, Missed.SKIP, MonthEnd.CLAMP, null);
  }

  /** Whether both count the same days, whatever they leave out of them and when they end. */
  public boolean hasPatternOf(Recurrence other) {
    return frequency == other.frequency
        && interval == other.interval
        && Objects.equals(weekdays, other.weekdays)
        && Objects.equals(monthDay, other.monthDay)
        && Objects.equals(nth, other.nth)
        && Objects.equals(rrule, other.rrule);
  }

  /** Whether its day of the month is that of the date from which it counts. */
  public boolean takesDayOfStart() {
    return frequency == Frequency.YEARLY
        || (frequency == Frequency.MONTHLY && monthDay == null && nth == null);
  }

  /** The same rule with another end. */
  public Recurrence endingAt(@Nullable End other) {
    return new Recurrence(
        frequency, interval, weekdays, monthDay, nth, rrule, basis, missed, monthEnd, other);
  }

  /** How often, before the interval is applied. */
  public enum Frequency {
    @JsonProperty("daily")
    DAILY,
    @JsonProperty("weekly")
    WEEKLY,
    @JsonProperty("monthly")
    MONTHLY,
    @JsonProperty("yearly")
    YEARLY,
    @JsonProperty("custom")
    CUSTOM
  }

  /** A day of the week as RFC 5545 writes it. */
  public enum Weekday {
    MO(DayOfWeek.MONDAY),
    TU(DayOfWeek.TUESDAY),
    WE(DayOfWeek.WEDNESDAY),
    TH(DayOfWeek.THURSDAY),
    FR(DayOfWeek.FRIDAY),
    SA(DayOfWeek.SATURDAY),
    SU(DayOfWeek.SUNDAY);

    private final DayOfWeek day;

    Weekday(DayOfWeek day) {
      this.day = day;
    }

    public static Weekday of(DayOfWeek day) {
      return Arrays.stream(values())
          .filter(weekday -> weekday.day == day)
          .findFirst()
          .orElseThrow();
    }

    public DayOfWeek day() {
      return day;
    }
  }

  /**
   * The nth such weekday of a month.
   *
   * @param ordinal 1 to 5, or -1 for the last
   */
  public record Nth(int ordinal, Weekday weekday) {

    public Nth {
      Required.place("ordinal", ordinal, 5);
      Required.present("weekday", weekday);
    }
  }

  /** From what the next occurrence counts. */
  public enum Basis {
    @JsonProperty("due")
    DUE,
    @JsonProperty("completion")
    COMPLETION
  }

  /** What becomes of occurrences that have passed by the time of a completion. */
  public enum Missed {
    @JsonProperty("skip")
    SKIP,
    @JsonProperty("keep")
    KEEP
  }

  /** What becomes of an occurrence in a month that lacks its day (RFC 7529, SKIP). */
  public enum MonthEnd {
    @JsonProperty("clamp")
    CLAMP,
    @JsonProperty("omit")
    OMIT;

    public static MonthEnd unlessTold(Frequency frequency) {
      return frequency == Frequency.CUSTOM ? OMIT : CLAMP;
    }
  }

  /**
   * When the series ends: one of the two.
   *
   * @param after with this occurrence, the first counted; at least 1
   * @param until with the last one on or before this local date
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record End(@Nullable Integer after, @Nullable LocalDate until) {

    public End {
      if (after == null) {
        Required.present("until", until);
      } else {
        Required.atLeastOne("after", after);
        Required.only("until", until, false);
      }
    }
  }
}
