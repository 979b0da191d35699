package dev.perennial.runtime.ledger;

/**
 * The event is sound, but now is not the time for it: what it needs is known to be away. The broker
 * comes back with it, and no attempt is counted, so that no event is parked for that alone.
 */
public final class TryLater extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param reason what is waited for; no personal text
   */
  public TryLater(String reason) {
    super(reason, null, false, false);
  }
}
