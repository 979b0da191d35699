package dev.perennial.reminders.delivery;

import dev.perennial.events.Notification;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a person reads, in plain text, whatever the channel makes of it.
 *
 * @param subject what it is about in one line, without control characters
 * @param remarks what there is to say beside it, such as that it is late
 */
public record Message(
    Notification notification,
    Recipient to,
    String subject,
    List<Section> sections,
    List<String> remarks) {

  /**
   * Tasks that belong together.
   *
   * @param heading empty if there is no need for one
   */
  public record Section(String heading, List<Item> items) {}

  /**
   * A task.
   *
   * @param when it is due, in the person's own time and language; empty if it is not due at any
   *     time
   */
  public record Item(String title, String when) {}

  /** The first tasks, in a few words. */
  public String brief() {
    List<Item> items = sections.stream().flatMap(section -> section.items().stream()).toList();
    return items.size() == 1
        ? items.getFirst().when()
        : items.stream().limit(3).map(Item::title).collect(Collectors.joining("\n"));
  }
}
