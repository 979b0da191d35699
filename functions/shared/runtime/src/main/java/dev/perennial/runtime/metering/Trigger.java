package dev.perennial.runtime.metering;

import java.util.Locale;

/** What starts an invocation. */
enum Trigger {
  HTTP,
  EVENT,
  TIMER,
  STREAM,
  REDRIVE,
  REPLAY;

  /** As in the table. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
