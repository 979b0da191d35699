package dev.perennial.taskapi.task;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.perennial.events.EventJson;
import dev.perennial.events.Reminder;
import dev.perennial.events.ReminderKey;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.runtime.Sha256;
import dev.perennial.taskapi.request.Versions;
import dev.perennial.tasks.task.ReminderState;
import dev.perennial.tasks.task.Task;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * The response to a request for a single task: the task and the states of the user's reminders of
 * it.
 *
 * @param reminderStates by instant; empty until they are planned, shortly after the task was
 *     written
 */
record TaskWithReminders(@JsonUnwrapped TaskSnapshot task, List<ReminderView> reminderStates) {

  private static final int DIGEST_BYTES = 4;

  /**
   * @param reminder one of the task's reminders, or of the user's default reminders
   */
  record ReminderView(
      UUID id, Reminder reminder, Instant instant, Instant firesAt, boolean late, String state) {

    private static ReminderView of(ReminderState state) {
      return new ReminderView(
          state.id(),
          new ReminderKey(state.key()).reminder(),
          state.instant(),
          state.firesAt(),
          state.late(),
          state.state());
    }
  }

  static TaskWithReminders of(Task task, List<ReminderState> reminders) {
    return new TaskWithReminders(
        task.snapshot(), reminders.stream().map(ReminderView::of).toList());
  }

  /** The task's version and a digest of the reminder states, which change without the task. */
  String etag() {
    if (reminderStates.isEmpty()) {
      return Versions.etag(task.version());
    }
    byte[] digest = Sha256.of(EventJson.write(reminderStates));
    return Versions.etag(
        task.version(), HexFormat.of().formatHex(Arrays.copyOf(digest, DIGEST_BYTES)));
  }
}
