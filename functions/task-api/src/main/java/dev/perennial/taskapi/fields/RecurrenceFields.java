package dev.perennial.taskapi.fields;

import static java.util.Objects.requireNonNullElse;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.JsonFields;
import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.End;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.Missed;
import dev.perennial.events.Recurrence.MonthEnd;
import dev.perennial.events.Recurrence.Nth;
import dev.perennial.events.Recurrence.Weekday;
import dev.perennial.tasks.recurrence.RefusedRule;
import dev.perennial.tasks.recurrence.Rrule;
import dev.perennial.tasks.series.Series;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads recurrences from JSON. A field without effect next to the others is refused unless it has
 * its default value, so that a recurrence returned by the API can always be sent back.
 */
public final class RecurrenceFields {

  private static final Set<String> RULE =
      Set.of(
          "frequency",
          "interval",
          "weekdays",
          "monthDay",
          "nth",
          "rrule",
          "basis",
          "missed",
          "monthEnd",
          "end",
          "except",
          "dueAfter");

  /** Bounds the work per rule. */
  public static final int MAX_EXCEPTIONS = 366;

  private static final Set<String> NTH = Set.of("ordinal", "weekday");
  private static final Set<String> END = Set.of("after", "until");
  private static final String A_WEEKDAY = "must be one of MO, TU, WE, TH, FR, SA, SU";

  /** Where no UNTIL is read. */
  private static final Supplier<ZoneId> NO_ZONE = () -> ZoneOffset.UTC;

  private final JsonFields fields;
  private final Supplier<ZoneId> userZone;
  private final FieldErrors errors;

  private RecurrenceFields(JsonFields fields, Supplier<ZoneId> userZone, FieldErrors errors) {
    this.fields = fields;
    this.userZone = userZone;
    this.errors = errors;
  }

  /**
   * @param due from which the rule counts; null if it is not known yet
   * @param userZone the zone of a due date without a zone; looked up if an UNTIL is in UTC
   * @param errors of the whole request
   * @return null if the field is absent, or the request has an error
   */
  public static @Nullable Recurrence read(
      JsonFields object,
      String name,
      @Nullable Due due,
      Supplier<ZoneId> userZone,
      FieldErrors errors) {
    JsonFields fields = object.object(name, RULE);
    return fields == null ? null : new RecurrenceFields(fields, userZone, errors).read(due);
  }

  /**
   * Removes a monthEnd from a merged rule that the patch does not mention: one that was the default
   * of another frequency, or has no effect next to the merged fields.
   *
   * @param before the rule before the merge; null if there was none
   */
  static void removeImplicitMonthEnd(
      @Nullable Recurrence before, @Nullable JsonNode patch, @Nullable JsonNode merged) {
    if (before == null
        || !(patch instanceof ObjectNode patched)
        || !(merged instanceof ObjectNode rule)
        || patched.has("monthEnd")) {
      return;
    }
    FieldErrors ignored = new FieldErrors();
    RecurrenceFields after =
        new RecurrenceFields(JsonFields.of(rule, ignored, RULE), NO_ZONE, ignored);
    Frequency frequency = after.fields.choice("frequency", Frequency.class);
    boolean isOtherDefault =
        frequency != before.frequency()
            && before.monthEnd() == MonthEnd.defaultFor(before.frequency());
    if (frequency != null && (isOtherDefault || !after.mayLackItsDay(frequency))) {
      rule.remove("monthEnd");
    }
  }

  private boolean mayLackItsDay(Frequency frequency) {
    return Recurrence.mayLackItsDay(
        frequency, place(fields, "monthDay", 31), nth(fields.object("nth", NTH)));
  }

  private @Nullable Recurrence read(@Nullable Due due) {
    fields.require("frequency");
    Frequency frequency = fields.choice("frequency", Frequency.class);
    Integer interval = fields.integer("interval", 1, Series.MAX_INTERVAL);
    List<Weekday> weekdays = weekdays();
    Integer monthDay = place(fields, "monthDay", 31);
    Nth nth = nth(fields.object("nth", NTH));
    boolean isAllDay = due != null && due.time() == null;
    Rrule rrule =
        fields.parsed(
            "rrule", text -> rrule(isAllDay ? Rrule.ofDates(text) : text), "must be text");
    Basis basis = fields.choice("basis", Basis.class);
    Missed missed = fields.choice("missed", Missed.class);
    MonthEnd monthEnd = fields.choice("monthEnd", MonthEnd.class);
    End end = end(rrule, due);
    List<LocalDate> except =
        fields.parsedItems(
            "except", MAX_EXCEPTIONS, TimeFields::date, "must be a date such as 2026-03-01");
    Duration dueAfter = dueAfter(due);
    if (frequency == null) {
      return null;
    }
    monthEnd = requireNonNullElse(monthEnd, MonthEnd.defaultFor(frequency));
    refuseFieldsWithoutEffect(frequency, interval, basis, missed);
    refuse(
        monthEnd == MonthEnd.OMIT && !Recurrence.mayLackItsDay(frequency, monthDay, nth),
        "monthEnd",
        "is allowed only with a day that a month may lack, by monthly, yearly or custom");
    refuseRuleWithoutDates(rrule, due, monthEnd);
    // With errors the record would throw, without the pointers of this request.
    return errors.has("")
        ? null
        : new Recurrence(
            frequency,
            requireNonNullElse(interval, 1),
            weekdays,
            monthDay,
            nth,
            rrule == null ? null : rrule.endless(),
            requireNonNullElse(basis, Basis.DUE),
            requireNonNullElse(missed, Missed.SKIP),
            monthEnd,
            end,
            except,
            dueAfter);
  }

  private @Nullable Duration dueAfter(@Nullable Due due) {
    Duration dueAfter = TimeFields.duration(fields, "dueAfter");
    if (dueAfter == null) {
      return null;
    }
    boolean isWholeDays = dueAfter.equals(Duration.ofDays(dueAfter.toDays()));
    refuse(dueAfter.isNegative(), "dueAfter", "must not be negative");
    refuse(
        due != null && due.time() == null && !isWholeDays,
        "dueAfter",
        "must be whole days if the task is due all day");
    return dueAfter;
  }

  private void refuseFieldsWithoutEffect(
      Frequency frequency,
      @Nullable Integer interval,
      @Nullable Basis basis,
      @Nullable Missed missed) {
    boolean isCustom = frequency == Frequency.CUSTOM;
    boolean isMonthly = frequency == Frequency.MONTHLY;
    refuse(
        fields.has("weekdays") && frequency != Frequency.WEEKLY,
        "weekdays",
        "is allowed with weekly only; for a weekday of the month use nth, otherwise a custom"
            + " rrule");
    refuse(fields.has("monthDay") && !isMonthly, "monthDay", "is allowed with monthly only");
    refuse(fields.has("nth") && !isMonthly, "nth", "is allowed with monthly only");
    refuse(
        isMonthly && fields.has("monthDay") && fields.has("nth"),
        "monthDay",
        "cannot be combined with nth; use one of them");
    refuse(fields.has("rrule") && !isCustom, "rrule", "is allowed with custom only");
    refuse(isCustom && !fields.has("rrule"), "rrule", "is required with custom");
    refuse(
        isCustom && interval != null && interval != 1,
        "interval",
        "is not allowed with custom; use INTERVAL in the rrule");
    refuse(
        missed == Missed.KEEP && basis == Basis.COMPLETION,
        "missed",
        "has no effect with basis completion; omit it");
  }

  private void refuseRuleWithoutDates(@Nullable Rrule rrule, @Nullable Due due, MonthEnd monthEnd) {
    refuse(
        rrule != null
            && !errors.has("/due")
            && rrule.isEmpty(due == null ? null : due.date(), monthEnd == MonthEnd.CLAMP),
        "rrule",
        "gives no date");
  }

  private void refuse(boolean isWrong, String field, String detail) {
    if (isWrong && !errors.has(fields.pointerTo(field))) {
      errors.add(fields.pointerTo(field), detail);
    }
  }

  private @Nullable List<Weekday> weekdays() {
    if (!fields.has("weekdays")) {
      return null;
    }
    List<Weekday> days =
        fields.parsedItems("weekdays", Weekday.values().length, Weekday::valueOf, A_WEEKDAY);
    refuse(days.isEmpty(), "weekdays", "must not be empty; omit it for the default");
    return days;
  }

  private @Nullable Nth nth(@Nullable JsonFields nth) {
    if (nth == null) {
      return null;
    }
    nth.require("ordinal");
    nth.require("weekday");
    Integer ordinal = place(nth, "ordinal", 5);
    Weekday weekday = nth.parsed("weekday", Weekday::valueOf, A_WEEKDAY);
    return ordinal == null || weekday == null ? null : new Nth(ordinal, weekday);
  }

  /** A position in a row: 1 is the first, -1 the last. */
  private @Nullable Integer place(JsonFields object, String name, int last) {
    Integer place = object.integer(name, -1, last);
    if (place != null && place == 0) {
      errors.add(object.pointerTo(name), "must be from 1 to " + last + ", or -1 for the last");
      return null;
    }
    return place;
  }

  private @Nullable Rrule rrule(String text) {
    try {
      return Rrule.parse(text);
    } catch (RefusedRule refused) {
      errors.add(fields.pointerTo("rrule"), String.valueOf(refused.getMessage()));
      return null;
    }
  }

  private @Nullable End end(@Nullable Rrule rrule, @Nullable Due due) {
    End inRule = rrule == null ? null : endOf(rrule, due);
    JsonFields end = fields.object("end", END);
    if (end == null) {
      return inRule;
    }
    Integer after = end.integer("after", 1, Integer.MAX_VALUE);
    LocalDate until = TimeFields.date(end, "until");
    refuse(end.has("after") == end.has("until"), "end", "must have one of after and until");
    refuse(inRule != null, "end", "is given by COUNT or UNTIL in the rrule already");
    return after == null && until == null ? null : new End(after, after == null ? until : null);
  }

  private @Nullable End endOf(Rrule rrule, @Nullable Due due) {
    Integer count = rrule.count();
    LocalDate until =
        rrule.until(
            due == null ? null : due.time(),
            () -> due == null || due.zone() == null ? userZone.get() : due.zone());
    return count == null && until == null ? null : new End(count, until);
  }
}
