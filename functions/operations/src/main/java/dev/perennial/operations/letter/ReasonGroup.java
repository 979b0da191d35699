package dev.perennial.operations.letter;

import java.util.regex.Pattern;

/** Groups reasons: the same text without what differs from event to event. */
final class ReasonGroup {

  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern TIME =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})?");
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private ReasonGroup() {}

  /** Replaces ids, times, quoted texts and numbers of the reason by {@code *}. */
  static String of(String reason) {
    var text = UUID.matcher(reason).replaceAll("*");
    text = TIME.matcher(text).replaceAll("*");
    text = QUOTED.matcher(text).replaceAll("*");
    return NUMBER.matcher(text).replaceAll("*");
  }
}
