package dev.perennial.reminders.delivery;

import dev.perennial.events.Notification;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.reminders.Person;
import dev.perennial.reminders.ReminderPlan;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known now of a reminder that was due.
 *
 * @param due whether it is still counted as due, neither cancelled nor planned anew
 * @param notificationId the newest notification that tells it
 * @param task as its newest event had it; null if that deleted it
 * @param userId who is reminded now; null if nobody may be
 */
public record Standing(
    UUID reminderId,
    boolean due,
    @Nullable UUID notificationId,
    @Nullable TaskSnapshot task,
    boolean open,
    @Nullable String userId) {

  /**
   * Why this notification should not tell it any more; empty if it should. That it was told is not
   * taken back by moving the task, so the plan is asked whether it would be told again.
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
    return due && notification.id().equals(notificationId) && isAskedFor(task, to)
        ? Optional.empty()
        : Optional.of("the reminder was moved");
  }

  private boolean isAskedFor(TaskSnapshot newest, Recipient to) {
    return ReminderPlan.of(newest, Person.of(to.profile())).stream()
        .anyMatch(planned -> planned.id().equals(reminderId));
  }
}
