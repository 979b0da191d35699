package dev.perennial.local.cron;

/** A text is no valid schedule. The message names the invalid part. */
public final class CronSyntaxException extends RuntimeException {

  CronSyntaxException(String message) {
    super(message);
  }
}
