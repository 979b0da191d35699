package dev.perennial.events;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * Identifies a reminder within its task: {@code before PT15M}, {@code at 2026-03-01T09:00} or
 * {@code at 2026-03-01T09:00 Europe/Berlin}. Equal reminders have equal keys.
 */
public record ReminderKey(String text) {

  private static final String BEFORE = "before ";
  private static final String AT = "at ";

  public static ReminderKey of(Reminder reminder) {
    if (reminder.before() != null) {
      return new ReminderKey(BEFORE + reminder.before());
    }
    String zone = reminder.zone() == null ? "" : " " + reminder.zone();
    return new ReminderKey(AT + reminder.at() + zone);
  }

  /**
   * Returns the reminder with this key.
   *
   * @throws java.time.DateTimeException if the text is not a key
   */
  public Reminder reminder() {
    if (text.startsWith(BEFORE)) {
      return new Reminder(Duration.parse(text.substring(BEFORE.length())), null, null);
    }
    String[] words = text.substring(AT.length()).split(" ", 2);
    ZoneId zone = words.length == 1 ? null : ZoneId.of(words[1]);
    return new Reminder(null, LocalDateTime.parse(words[0]), zone);
  }

  @Override
  public String toString() {
    return text;
  }
}
