package dev.perennial.reminders.delivery;

import dev.perennial.events.Notification;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.reminders.Person;
import dev.perennial.reminders.ReminderPlan;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The current state of a reminder that was due, and of its task.
 *
 * @param due whether the reminder is still due: not cancelled and not planned again
 * @param notificationId the newest notification of the reminder; null if there is none
 * @param task from the newest event of it; null if it was deleted
 * @param open whether the task is open
 * @param userId the person who is reminded of the task now; null if no person may see it
 */
public record CurrentReminder(
    UUID reminderId,
    boolean due,
    @Nullable UUID notificationId,
    @Nullable TaskSnapshot task,
    boolean open,
    @Nullable String userId) {

  /**
   * Why the notification must no longer contain this reminder; empty if it still may. A reminder
   * that is due stays due when its task is moved, so the plan of the task as it is now decides
   * whether the reminder still exists.
   */
  Optional<String> objection(Notification notification, Recipient to) {
    if (task == null) {
      return Optional.of("the task was deleted");
    }
    if (!open) {
      return Optional.of(
          switch (task.status()) {
            case COMPLETED -> "the task is done";
            case SKIPPED -> "the task was skipped";
            case OPEN -> "the task was deleted";
          });
    }
    if (!notification.userId().equals(userId)) {
      return Optional.of("the task is somebody else's now");
    }
    return due && notification.id().equals(notificationId) && isPlanned(task, to)
        ? Optional.empty()
        : Optional.of("the reminder was moved");
  }

  private boolean isPlanned(TaskSnapshot newest, Recipient to) {
    return ReminderPlan.of(newest, Person.of(to.profile())).stream()
        .anyMatch(planned -> planned.id().equals(reminderId));
  }
}
