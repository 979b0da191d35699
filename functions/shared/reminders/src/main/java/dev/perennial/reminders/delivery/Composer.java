package dev.perennial.reminders.delivery;

import dev.perennial.events.BudgetSnapshot;
import dev.perennial.events.Due;
import dev.perennial.events.Notification;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.reminders.delivery.Message.Item;
import dev.perennial.reminders.delivery.Message.Section;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Composes the message of a notification, or returns why there is nothing to send. */
public final class Composer {

  private Composer() {}

  /** One message with the tasks of all reminders that are still valid. */
  public static Verdict reminders(
      Notification notification, Recipient to, List<CurrentReminder> current) {
    List<TaskSnapshot> tasks =
        current.stream()
            .filter(reminder -> reminder.objection(notification, to).isEmpty())
            .map(CurrentReminder::task)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    if (tasks.isEmpty()) {
      return new Verdict.Drop(
          current.stream()
              .flatMap(reminder -> reminder.objection(notification, to).stream())
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
            remarks(notification, texts),
            ""));
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
            remarks(notification, texts),
            ""));
  }

  /**
   * The request to confirm an e-mail address. It contains no text that a person wrote, since the
   * address may be that of somebody who has never heard of this system.
   *
   * @param token null if the address was confirmed or changed since, or requested again
   */
  public static Verdict confirmation(
      Notification notification, Recipient to, @Nullable UUID token) {
    if (token == null) {
      return new Verdict.Drop("no confirmation is awaited");
    }
    return new Verdict.Send(
        new Message(
            notification,
            to,
            "Confirm your e-mail address",
            List.of(),
            List.of(
                "Somebody, probably you, wants reminders of tasks to be sent to this address.",
                "If it was you, open this page within 3 days. Otherwise you need not do anything:"
                    + " no other mail is sent to an address that is not confirmed."),
            "/v1/email-confirmations/" + token));
  }

  /** That a threshold of a budget was reached, with the amounts. */
  public static Verdict budget(Notification notification, Recipient to) {
    BudgetSnapshot budget = Objects.requireNonNull(notification.budget());
    var texts = new MessageTexts(to);
    String month = texts.month(YearMonth.parse(budget.month()));
    List<String> remarks = new ArrayList<>();
    remarks.add(
        "You have spent %s of %s in %s: the threshold of %d %% is reached."
            .formatted(
                MessageTexts.money(budget.spent(), budget.currency()),
                MessageTexts.money(budget.monthly(), budget.currency()),
                month,
                budget.threshold()));
    remarks.addAll(remarks(notification, texts));
    return new Verdict.Send(
        new Message(
            notification,
            to,
            "%d %% of your budget for %s".formatted(budget.threshold(), month),
            List.of(),
            remarks,
            ""));
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
