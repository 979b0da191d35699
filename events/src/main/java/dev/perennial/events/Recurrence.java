package dev.perennial.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * The rule by which a task recurs.
 *
 * @param interval the number of days, weeks, months or years from one occurrence to the next; at
 *     least 1
 * @param weekdays the days of the week of a weekly rule; null means the anchor's
 * @param monthDay the day of the month of a monthly rule, 1 to 31, or -1 for the last; null means
 *     the anchor's
 * @param nth the weekday of the month of a monthly rule; null if the rule does not use one
 * @param rrule an RFC 5545 recurrence rule without COUNT and UNTIL; present if, and only if, the
 *     frequency is custom
 * @param basis default {@link Basis#DUE}
 * @param missed default {@link Missed#SKIP}
 * @param monthEnd default {@link MonthEnd#CLAMP}, for a custom rule {@link MonthEnd#OMIT} as in RFC
 *     5545; always {@link MonthEnd#CLAMP} if every month has the day
 * @param end null if the series never ends
 * @param except local dates of the rule on which there is no occurrence (EXDATE of RFC 5545), in
 *     order and without duplicates; they count for {@code end.after}. Null if there are none
 * @param dueAfter the local time from the date, or date and time, that the rule gives to the due
 *     date of the occurrence (DTSTART and DUE of RFC 5545); in whole days if it is all-day. Null if
 *     the rule gives the due date
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
    @Nullable End end,
    @Nullable List<LocalDate> except,
    @JsonSerialize(using = DurationText.class) @Nullable Duration dueAfter) {

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
    // The first events of this version have no values for these fields.
    basis = Objects.requireNonNullElse(basis, Basis.DUE);
    missed = Objects.requireNonNullElse(missed, Missed.SKIP);
    monthEnd = Objects.requireNonNullElse(monthEnd, MonthEnd.defaultFor(frequency));
    if (!mayLackItsDay(frequency, monthDay, nth)) {
      // Normalization: if every month has the day, both values give the same dates. Stored rules
      // may still have OMIT here.
      monthEnd = MonthEnd.CLAMP;
    }
    except =
        except == null || except.isEmpty()
            ? null
            : Required.list("except", except).stream().sorted().distinct().toList();
    dueAfter = dueAfter == null || dueAfter.isZero() ? null : dueAfter;
    Required.only("dueAfter", dueAfter, dueAfter == null || !dueAfter.isNegative());
  }

  /** A rule that gives the due date, without exceptions. */
  public Recurrence(
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
    this(
        frequency, interval, weekdays, monthDay, nth, rrule, basis, missed, monthEnd, end, null,
        null);
  }

  /** Returns true if a month may lack the rule's day, so that {@code monthEnd} has an effect. */
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

  /** Returns the rule with this interval and frequency, and defaults for everything else. */
  public static Recurrence every(int interval, Frequency frequency) {
    return new Recurrence(
        frequency, interval, null, null, null, null, Basis.DUE, Missed.SKIP, MonthEnd.CLAMP, null);
  }

  /**
   * Returns true if both rules have the same frequency, interval and days. Basis, missed, month
   * end, end, exceptions and the time to the due date are not compared.
   */
  public boolean hasPatternOf(Recurrence other) {
    return frequency == other.frequency
        && interval == other.interval
        && Objects.equals(weekdays, other.weekdays)
        && Objects.equals(monthDay, other.monthDay)
        && Objects.equals(nth, other.nth)
        && Objects.equals(rrule, other.rrule);
  }

  /** Returns true if the rule takes its day of the month from the date from which it counts. */
  public boolean takesDayOfStart() {
    return frequency == Frequency.YEARLY
        || (frequency == Frequency.MONTHLY && monthDay == null && nth == null);
  }

  /** Returns a copy of the rule with another end. */
  public Recurrence endingAt(@Nullable End other) {
    return new Recurrence(
        frequency, interval, weekdays, monthDay, nth, rrule, basis, missed, monthEnd, other, except,
        dueAfter);
  }

  /** Returns a copy of the rule with other exceptions and another time to the due date. */
  public Recurrence with(@Nullable List<LocalDate> otherExcept, @Nullable Duration otherDueAfter) {
    return new Recurrence(
        frequency,
        interval,
        weekdays,
        monthDay,
        nth,
        rrule,
        basis,
        missed,
        monthEnd,
        end,
        otherExcept,
        otherDueAfter);
  }

  /** Returns true if there is no occurrence on this date of the rule. */
  public boolean excepts(LocalDate date) {
    return except != null && except.contains(date);
  }

  /** The unit of the interval. */
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

  /** A day of the week, named as in RFC 5545. */
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
   * The nth weekday of a month, such as the second Tuesday.
   *
   * @param ordinal 1 to 5, or -1 for the last
   */
  public record Nth(int ordinal, Weekday weekday) {

    public Nth {
      Required.place("ordinal", ordinal, 5);
      Required.present("weekday", weekday);
    }
  }

  /** The date from which the next occurrence is counted. */
  public enum Basis {
    @JsonProperty("due")
    DUE,
    @JsonProperty("completion")
    COMPLETION
  }

  /** How a completion treats occurrences that are already in the past. */
  public enum Missed {
    @JsonProperty("skip")
    SKIP,
    @JsonProperty("keep")
    KEEP
  }

  /** How the rule treats a month that lacks its day (RFC 7529, SKIP). */
  public enum MonthEnd {
    @JsonProperty("clamp")
    CLAMP,
    @JsonProperty("omit")
    OMIT;

    public static MonthEnd defaultFor(Frequency frequency) {
      return frequency == Frequency.CUSTOM ? OMIT : CLAMP;
    }
  }

  /**
   * When the series ends. Exactly one of the two is set.
   *
   * @param after the number of the last occurrence; the first is 1
   * @param until the last local date on which an occurrence may be
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
