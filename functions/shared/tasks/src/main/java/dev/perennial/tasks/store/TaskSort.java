package dev.perennial.tasks.store;

import dev.perennial.events.Due;
import dev.perennial.tasks.task.Task;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;

/**
 * The order of a page of tasks. Tasks with the same key are in the order of their creation, so that
 * every task has one place. A key is made of what is stored and of nothing else, so that it is the
 * same for each page.
 */
public enum TaskSort {

  /** By creation, the newest last. */
  CREATED("") {
    @Override
    String key(Task task) {
      return "";
    }

    @Override
    public boolean isKey(String text) {
      return text.isEmpty();
    }
  },

  /**
   * By the date and time as they are stored, whatever their zone; at the start of its day if it is
   * all-day. Tasks without a due date are last.
   */
  DUE("-infinity") {
    @Override
    String key(Task task) {
      Due due = task.content().due();
      if (due == null) {
        return LAST;
      }
      LocalTime time = due.time();
      return due.date().atTime(time == null ? LocalTime.MIDNIGHT : time).toString();
    }

    @Override
    public boolean isKey(String text) {
      return text.equals(LAST) || text.equals(firstKey) || isLocalDateTime(text);
    }
  },

  /** The highest first. */
  PRIORITY("0") {
    @Override
    String key(Task task) {
      return switch (task.content().priority()) {
        case HIGH -> "1";
        case MEDIUM -> "2";
        case LOW -> "3";
        case NONE -> "4";
      };
    }

    @Override
    public boolean isKey(String text) {
      return text.matches("[0-4]");
    }
  };

  private static final String LAST = "infinity";

  final String firstKey;

  TaskSort(String firstKey) {
    this.firstKey = firstKey;
  }

  /** The key of the task, as text that Postgres casts to the type of the key. */
  abstract String key(Task task);

  /** Whether {@link #key} could have returned this text. */
  public abstract boolean isKey(String text);

  private static boolean isLocalDateTime(String text) {
    try {
      LocalDateTime at = LocalDateTime.parse(text);
      return at.toString().equals(text) && at.getYear() > 0 && at.getYear() <= 9999;
    } catch (DateTimeException notOne) {
      return false;
    }
  }
}
