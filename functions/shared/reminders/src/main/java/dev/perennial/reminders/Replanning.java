package dev.perennial.reminders;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What becomes of a task's reminders when other ones are asked for. */
public final class Replanning {

  private Replanning() {}

  /**
   * The reminders that are new or not as they were. What is no longer asked for is cancelled, what
   * was told stays told. A new one whose instant had passed when it was asked for is kept as past.
   *
   * @param happenedAt when the task, or the person's settings, became so: it may be heard of late,
   *     and then what has come due since is still to be told
   */
  public static List<KeptReminder> changes(
      List<KeptReminder> kept,
      List<PlannedReminder> asked,
      UUID taskId,
      long version,
      String user,
      Instant happenedAt) {
    Map<UUID, KeptReminder> known = new LinkedHashMap<>();
    kept.forEach(reminder -> known.put(reminder.id(), reminder));
    List<KeptReminder> changed = new ArrayList<>();
    for (PlannedReminder one : asked) {
      KeptReminder before = known.remove(one.id());
      KeptReminder after =
          before == null
              ? KeptReminder.first(one, taskId, version, user, happenedAt)
              : before.askedAgain(one, version, user, happenedAt);
      if (!after.equals(before)) {
        changed.add(after);
      }
    }
    known.values().stream()
        .filter(KeptReminder::isPlanned)
        .map(KeptReminder::cancelled)
        .forEach(changed::add);
    return changed;
  }

  /** As {@link #changes}, when none is asked for any more. */
  public static List<KeptReminder> cancelled(List<KeptReminder> kept) {
    return kept.stream().filter(KeptReminder::isPlanned).map(KeptReminder::cancelled).toList();
  }
}
