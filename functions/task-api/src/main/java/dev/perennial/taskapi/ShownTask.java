package dev.perennial.taskapi;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.perennial.events.EventJson;
import dev.perennial.events.Reminder;
import dev.perennial.events.ReminderKey;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.runtime.Sha256;
import dev.perennial.tasks.ReminderState;
import dev.perennial.tasks.Task;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * A task as it is answered to who asks for that one: with what has become of its reminders.
 *
 * @param reminderStates by instant; empty until they are planned, which is soon after the task was
 *     written
 */
record ShownTask(@JsonUnwrapped TaskSnapshot task, List<ShownReminder> reminderStates) {

  private static final int TAG = 4;

  /**
   * @param reminder which of the task's reminders it is, or of its person's default ones
   */
  record ShownReminder(
      UUID id, Reminder reminder, Instant instant, Instant firesAt, boolean late, String state) {

    private static ShownReminder of(ReminderState state) {
      return new ShownReminder(
          state.id(),
          new ReminderKey(state.key()).reminder(),
          state.instant(),
          state.firesAt(),
          state.late(),
          state.state());
    }
  }

  static ShownTask of(Task task, List<ReminderState> reminders) {
    return new ShownTask(task.snapshot(), reminders.stream().map(ShownReminder::of).toList());
  }

  /** Tells the task's version, and what it is shown with, for that changes without the task. */
  String etag() {
    if (reminderStates.isEmpty()) {
      return Versions.etag(task.version());
    }
    byte[] digest = Sha256.of(EventJson.write(reminderStates));
    return Versions.etag(task.version(), HexFormat.of().formatHex(Arrays.copyOf(digest, TAG)));
  }
}
