package dev.perennial.reminders;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Compares the stored reminders of a task with its plan. */
public final class Replanning {

  private Replanning() {}

  /**
   * The reminders that are new or have changed. Reminders that are no longer planned are cancelled;
   * those that were due stay as they are. A new reminder whose instant has passed is PAST.
   *
   * @param happenedAt when the task or the settings changed. The event may arrive later; a reminder
   *     that was due in between is still sent
   */
  public static List<StoredReminder> changes(
      List<StoredReminder> stored,
      List<PlannedReminder> planned,
      UUID taskId,
      long version,
      String user,
      Instant happenedAt) {
    Map<UUID, StoredReminder> known = new LinkedHashMap<>();
    stored.forEach(reminder -> known.put(reminder.id(), reminder));
    List<StoredReminder> changed = new ArrayList<>();
    for (PlannedReminder one : planned) {
      StoredReminder before = known.remove(one.id());
      StoredReminder after =
          before == null
              ? StoredReminder.first(one, taskId, version, user, happenedAt)
              : before.replanned(one, version, user, happenedAt);
      if (!after.equals(before)) {
        changed.add(after);
      }
    }
    known.values().stream()
        .filter(StoredReminder::isPlanned)
        .map(StoredReminder::cancelled)
        .forEach(changed::add);
    return changed;
  }

  /** As {@link #changes} for an empty plan. */
  public static List<StoredReminder> cancelled(List<StoredReminder> stored) {
    return stored.stream()
        .filter(StoredReminder::isPlanned)
        .map(StoredReminder::cancelled)
        .toList();
  }
}
