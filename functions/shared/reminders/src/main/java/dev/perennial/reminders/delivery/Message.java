package dev.perennial.reminders.delivery;

import dev.perennial.events.Notification;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The content of a message in plain text; each channel formats it.
 *
 * @param subject one line without control characters
 * @param remarks additional sentences, such as that the message is late
 * @param link a path on this system that the message asks the recipient to open; empty for none
 */
public record Message(
    Notification notification,
    Recipient to,
    String subject,
    List<Section> sections,
    List<String> remarks,
    String link) {

  /**
   * A group of tasks.
   *
   * @param heading empty for none
   */
  public record Section(String heading, List<Item> items) {}

  /**
   * A task.
   *
   * @param when the due date or time, in the recipient's zone and language; empty if there is none
   */
  public record Item(String title, String when) {}

  /** A short form: the due time of a single task, or the titles of the first three tasks. */
  public String brief() {
    List<Item> items = sections.stream().flatMap(section -> section.items().stream()).toList();
    return items.size() == 1
        ? items.getFirst().when()
        : items.stream().limit(3).map(Item::title).collect(Collectors.joining("\n"));
  }
}
