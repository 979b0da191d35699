package dev.perennial.reminders.store;

/** Where what is due is taken from, each once. */
public interface ClaimStore {

  /**
   * Hands everything on that is due, and sets the alarm to what comes next. What is claimed and
   * that it was handed on are committed together, in batches: a crash in between loses nothing and
   * leaves the alarm set.
   */
  void claimDue();
}
