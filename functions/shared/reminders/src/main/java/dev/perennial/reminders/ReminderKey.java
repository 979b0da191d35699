package dev.perennial.reminders;

import dev.perennial.events.Reminder;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * Which of a task's reminders: {@code before PT15M}, {@code at 2026-03-01T09:00} or {@code at
 * 2026-03-01T09:00 Europe/Berlin}. Two reminders that say the same have the same key.
 */
public record ReminderKey(String text) {

  private static final String BEFORE = "before ";
  private static final String AT = "at ";

  public static ReminderKey of(Reminder reminder) {
    if (reminder.before() != null) {
      return new ReminderKey(BEFORE + reminder.before());
    }
    var zone = reminder.zone() == null ? "" : " " + reminder.zone();
    return new ReminderKey(AT + reminder.at() + zone);
  }

  /** The reminder again. */
  public Reminder reminder() {
    if (text.startsWith(BEFORE)) {
      return new Reminder(Duration.parse(text.substring(BEFORE.length())), null, null);
    }
    var words = text.substring(AT.length()).split(" ", 2);
    var zone = words.length == 1 ? null : ZoneId.of(words[1]);
    return new Reminder(null, LocalDateTime.parse(words[0]), zone);
  }

  @Override
  public String toString() {
    return text;
  }
}
