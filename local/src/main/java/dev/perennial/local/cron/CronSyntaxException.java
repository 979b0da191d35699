package dev.perennial.local.cron;

/** A text that is no schedule; says which part of it is wrong. */
public final class CronSyntaxException extends RuntimeException {

  CronSyntaxException(String message) {
    super(message);
  }
}
