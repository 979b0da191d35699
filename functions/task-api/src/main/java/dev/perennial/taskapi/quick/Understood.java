package dev.perennial.taskapi.quick;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.TaskSnapshot.Priority;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a line of text was understood as.
 *
 * @param title what is left of it
 * @param tags different ones, as typed, without their #
 * @param due with the given zone if it has a time, without one if it is all day; never null with a
 *     recurrence
 * @param phrases what was understood, in the order typed
 */
public record Understood(
    String title,
    Priority priority,
    List<String> tags,
    @Nullable Due due,
    @Nullable Recurrence recurrence,
    List<Phrase> phrases) {

  public Understood {
    tags = List.copyOf(tags);
    phrases = List.copyOf(phrases);
  }

  /**
   * Some words that were understood.
   *
   * @param text as typed
   * @param as its kind and what it was taken for, such as "date: 2026-03-02"; kinds are tag,
   *     priority, date, time, recurrence, basis and end
   */
  public record Phrase(String text, String as) {}

  static Understood nothingOf(String text) {
    return new Understood(text, Priority.NONE, List.of(), null, null, List.of());
  }
}
