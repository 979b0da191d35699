package dev.perennial.taskapi.exchange;

/** What was brought is not of the form that was said; the message says from which line on. */
public final class Unreadable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public Unreadable(String message) {
    super(message, null, false, false);
  }
}
