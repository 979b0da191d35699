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

/** Makes a message of what still stands; of nothing, it says why there is none. */
public final class Composer {

  private Composer() {}

  /** One message of all reminders that still stand. */
  public static Verdict reminders(Notification told, Recipient to, List<Standing> standings) {
    List<TaskSnapshot> tasks =
        standings.stream()
            .filter(standing -> standing.objection(told, to).isEmpty())
            .map(Standing::task)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    if (tasks.isEmpty()) {
      return new Verdict.Drop(
          standings.stream()
              .flatMap(standing -> standing.objection(told, to).stream())
              .findFirst()
              .orElse("the reminder is not known"));
    }
    Wording wording = new Wording(to);
    List<Item> items = tasks.stream().map(wording::item).toList();
    String subject =
        items.size() == 1 ? items.getFirst().title() : "Reminders: " + Wording.count(items.size());
    return new Verdict.Tell(
        new Message(told, to, subject, List.of(new Section("", items)), remarks(told, wording)));
  }

  /**
   * The digest of a day: what is due on it, and what should have been done before.
   *
   * @param tasks open ones of this person's, with a due date
   */
  public static Verdict digest(Notification told, Recipient to, List<TaskSnapshot> tasks) {
    LocalDate today = Objects.requireNonNull(told.date());
    Wording wording = new Wording(to);
    List<Item> overdue = new ArrayList<>();
    List<Item> dueToday = new ArrayList<>();
    tasks.stream()
        .filter(task -> task.due() != null)
        .sorted(Comparator.comparing(task -> to.localTimeOf(Objects.requireNonNull(task.due()))))
        .forEach(
            task -> {
              Due due = Objects.requireNonNull(task.due());
              if (to.dayOf(due).isBefore(today)) {
                overdue.add(wording.item(task));
              } else if (to.dayOf(due).equals(today)) {
                dueToday.add(wording.item(task));
              }
            });
    if (overdue.isEmpty() && dueToday.isEmpty()) {
      return new Verdict.Drop("nothing is due");
    }
    return new Verdict.Tell(
        new Message(
            told,
            to,
            wording.day(today) + ": " + Wording.count(overdue.size() + dueToday.size()),
            sections(overdue, dueToday),
            remarks(told, wording)));
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

  private static List<String> remarks(Notification told, Wording wording) {
    return told.late() ? List.of(wording.late(told.dueAt())) : List.of();
  }
}
