package dev.perennial.reminders.delivery;

import dev.perennial.events.Due;
import dev.perennial.events.Notification;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.reminders.delivery.Message.Item;
import dev.perennial.reminders.delivery.Message.Section;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Composes the message of a notification, or returns why there is nothing to send. */
public final class Composer {

  private Composer() {}

  /** One message with the tasks of all reminders that are still valid. */
  public static Verdict reminders(
      Notification notification, Recipient to, List<ReminderState> states) {
    List<TaskSnapshot> tasks =
        states.stream()
            .filter(state -> state.objection(notification, to).isEmpty())
            .map(ReminderState::task)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    if (tasks.isEmpty()) {
      return new Verdict.Drop(
          states.stream()
              .flatMap(state -> state.objection(notification, to).stream())
              .findFirst()
              .orElse("the reminder is not known"));
    }
    var texts = new MessageTexts(to);
    List<Item> items = tasks.stream().map(texts::item).toList();
    String subject =
        items.size() == 1
            ? items.getFirst().title()
            : "Reminders: " + MessageTexts.count(items.size());
    return new Verdict.Send(
        new Message(
            notification,
            to,
            subject,
            List.of(new Section("", items)),
            remarks(notification, texts)));
  }

  /**
   * The digest of a day: the tasks due on that day and the overdue ones.
   *
   * @param tasks the open tasks of the recipient with a due date
   */
  public static Verdict digest(Notification notification, Recipient to, List<TaskSnapshot> tasks) {
    LocalDate today = Objects.requireNonNull(notification.date());
    var texts = new MessageTexts(to);
    List<Item> overdue = new ArrayList<>();
    List<Item> dueToday = new ArrayList<>();
    tasks.stream()
        .filter(task -> task.due() != null)
        .sorted(Comparator.comparing(task -> to.localTimeOf(Objects.requireNonNull(task.due()))))
        .forEach(
            task -> {
              Due due = Objects.requireNonNull(task.due());
              if (to.dayOf(due).isBefore(today)) {
                overdue.add(texts.item(task));
              } else if (to.dayOf(due).equals(today)) {
                dueToday.add(texts.item(task));
              }
            });
    if (overdue.isEmpty() && dueToday.isEmpty()) {
      return new Verdict.Drop("nothing is due");
    }
    return new Verdict.Send(
        new Message(
            notification,
            to,
            texts.day(today) + ": " + MessageTexts.count(overdue.size() + dueToday.size()),
            sections(overdue, dueToday),
            remarks(notification, texts)));
  }

  private static List<Section> sections(List<Item> overdue, List<Item> today) {
    List<Section> sections = new ArrayList<>();
    if (!overdue.isEmpty()) {
      sections.add(new Section("Overdue", overdue));
    }
    if (!today.isEmpty()) {
      sections.add(new Section("Today", today));
    }
    return sections;
  }

  private static List<String> remarks(Notification notification, MessageTexts texts) {
    return notification.late() ? List.of(texts.late(notification.dueAt())) : List.of();
  }
}
