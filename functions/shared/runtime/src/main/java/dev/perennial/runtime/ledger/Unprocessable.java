package dev.perennial.runtime.ledger;

/**
 * The event can never be processed, however often it is delivered: it is parked with this reason
 * and sent to the dead letters.
 */
public final class Unprocessable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param reason what is wrong with which value; must contain no personal text
   */
  public Unprocessable(String reason) {
    super(reason);
  }
}
