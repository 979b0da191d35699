package dev.perennial.runtime.ledger;

/**
 * The event is valid, but something that it needs is known to be unavailable. The broker retries it
 * and no attempt is counted, so no event is parked for this reason alone.
 */
public final class TryLater extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param reason what is unavailable; must contain no personal text
   */
  public TryLater(String reason) {
    super(reason, null, false, false);
  }
}
