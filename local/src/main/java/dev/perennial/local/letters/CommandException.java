package dev.perennial.local.letters;

/** A command cannot be executed; the message says what was wrong and what would be right. */
final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CommandException(String message) {
    super(message);
  }
}
