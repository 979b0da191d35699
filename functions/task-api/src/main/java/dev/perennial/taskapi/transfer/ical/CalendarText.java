package dev.perennial.taskapi.transfer.ical;

import java.util.ArrayList;
import java.util.List;

/** Text in the form of iCalendar (RFC 5545, section 3.3.11). */
final class CalendarText {

  private CalendarText() {}

  /** Omits control characters, which iCalendar cannot represent. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    String lines = text.replace("\r\n", "\n").replace('\r', '\n');
    lines
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\\', ';', ',' -> escaped.append('\\').appendCodePoint(c);
                case '\n' -> escaped.append("\\n");
                case '\t' -> escaped.append('\t');
                default -> {
                  if (c >= ' ' && c != 0x7F) {
                    escaped.appendCodePoint(c);
                  }
                }
              }
            });
    return escaped.toString();
  }

  static String unescape(String value) {
    return join(value, false).getFirst();
  }

  /** The parts of a list of texts. */
  static List<String> list(String value) {
    return join(value, true);
  }

  private static List<String> join(String value, boolean splits) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int at = 0; at < value.length(); at++) {
      char c = value.charAt(at);
      if (c == '\\' && at + 1 < value.length()) {
        at++;
        char escaped = value.charAt(at);
        part.append(escaped == 'n' || escaped == 'N' ? '\n' : escaped);
      } else if (c == ',' && splits) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }
}
