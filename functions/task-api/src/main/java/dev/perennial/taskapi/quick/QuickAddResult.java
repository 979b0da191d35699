package dev.perennial.taskapi.quick;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.TaskSnapshot.Priority;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The task parsed from a line of text.
 *
 * @param title the text without the phrases
 * @param tags distinct, as typed, without their #
 * @param due with the user's zone if it has a time, without a zone if it is all-day; never null
 *     with a recurrence
 * @param phrases the phrases used, in the order typed
 */
public record QuickAddResult(
    String title,
    Priority priority,
    List<String> tags,
    @Nullable Due due,
    @Nullable Recurrence recurrence,
    List<Phrase> phrases) {

  public QuickAddResult {
    tags = List.copyOf(tags);
    phrases = List.copyOf(phrases);
  }

  /**
   * A phrase of the line.
   *
   * @param text as typed
   * @param start its index in the line, in UTF-16 units
   * @param end the index after its last character
   * @param kind tag, priority, date, time, recurrence, basis or end
   * @param as its kind and meaning, such as "date: 2026-03-02"
   */
  public record Phrase(String text, int start, int end, String kind, String as) {}

  static QuickAddResult titleOnly(String text) {
    return new QuickAddResult(text, Priority.NONE, List.of(), null, null, List.of());
  }
}
