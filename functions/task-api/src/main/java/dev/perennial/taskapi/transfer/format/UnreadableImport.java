package dev.perennial.taskapi.transfer.format;

/** The input is not of the declared format; the message says from which line on. */
public final class UnreadableImport extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnreadableImport(String message) {
    super(message, null, false, false);
  }
}
