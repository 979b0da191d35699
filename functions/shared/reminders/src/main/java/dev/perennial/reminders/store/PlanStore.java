package dev.perennial.reminders.store;

import dev.perennial.events.ListSnapshot;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.events.TaskEvent;
import java.time.Instant;

/**
 * Where reminders are planned by what is heard of tasks and people. What is heard late, twice or in
 * another order changes nothing: of each task and each person the newest version counts. With each
 * change the alarm clock follows.
 */
public interface PlanStore {

  /**
   * A task is so now.
   *
   * @param isGone whether it was deleted
   * @param happenedAt when it became so: what has come due since is told late
   */
  void hear(TaskEvent event, boolean isGone, Instant happenedAt);

  /**
   * A list has these members now: who is none is not reminded of its tasks any more, and who is one
   * again is reminded again.
   */
  void hear(ListSnapshot list, Instant happenedAt);

  /** A person has these settings now. */
  void hear(ProfileSnapshot profile, Instant happenedAt);

  /** A person is gone: nothing of what they told is kept, and they are told nothing. */
  void forget(ProfileSnapshot profile);

  /** Everybody's reminders once more, unless this edition of the time zone data planned them. */
  void planBy(String zoneData, Instant now);
}
