package dev.perennial.taskapi.quick;

import static java.util.stream.Collectors.joining;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import dev.perennial.taskapi.quick.QuickAddResult.Phrase;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Parses lines as typed in Berlin on Sunday, 1 March 2026, at 10:30. */
final class Typed {

  static final LocalDateTime NOW = LocalDateTime.parse("2026-03-01T10:30");
  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private Typed() {}

  static QuickAddResult typed(String text) {
    return QuickAdd.parse(text, NOW, BERLIN);
  }

  static List<String> phrases(String text) {
    return typed(text).phrases().stream().map(Typed::inShort).toList();
  }

  private static String inShort(Phrase phrase) {
    return phrase.text() + " -> " + phrase.as();
  }

  /** 2026-03-01, or 2026-03-01T09:00. */
  static @Nullable String inShort(@Nullable Due due) {
    if (due == null) {
      return null;
    }
    return due.time() == null ? due.date().toString() : due.date().atTime(due.time()).toString();
  }

  /** weekly 2 MO TH completion after=5. */
  static @Nullable String inShort(@Nullable Recurrence rule) {
    if (rule == null) {
      return null;
    }
    List<String> parts = new ArrayList<>();
    parts.add(rule.frequency().name().toLowerCase(Locale.ROOT));
    if (rule.interval() != 1) {
      parts.add(String.valueOf(rule.interval()));
    }
    if (rule.rrule() != null) {
      parts.add(rule.rrule());
    }
    if (rule.weekdays() != null) {
      parts.add(rule.weekdays().stream().map(Enum::name).collect(joining(" ")));
    }
    if (rule.monthDay() != null) {
      parts.add("day=" + rule.monthDay());
    }
    if (rule.nth() != null) {
      parts.add("nth=" + rule.nth().ordinal() + rule.nth().weekday());
    }
    if (rule.basis() == Basis.COMPLETION) {
      parts.add("completion");
    }
    if (rule.end() != null) {
      parts.add(
          rule.end().after() == null
              ? "until=" + rule.end().until()
              : "after=" + rule.end().after());
    }
    return String.join(" ", parts);
  }
}
