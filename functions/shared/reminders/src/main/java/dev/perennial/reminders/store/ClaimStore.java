package dev.perennial.reminders.store;

/** Where what is due is taken from, each once. */
public interface ClaimStore {

  /**
   * Hands everything on that is due. What is claimed and that it was handed on are committed
   * together, in batches, so that no transaction may be open: to ask again claims nothing twice,
   * and whoever could not ask to the end asks again.
   */
  void claimDue();
}
