package dev.perennial.taskapi.transfer.ical;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A property of iCalendar (RFC 5545, section 3.1).
 *
 * @param name in upper case, like the names of the parameters
 * @param value as written, escapes included
 */
record ContentLine(String name, Map<String, String> parameters, String value) {

  private static final int MAX_OCTETS = 75;
  private static final int MAX_PARAMETERS = 100;

  /** The whole text in Base64, where it has control characters, which TEXT cannot represent. */
  private static final String WHOLE_TEXT = "X-PERENNIAL-TEXT";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]+");

  /**
   * Possessive, since backtracking over a long value overflows the stack. Exchange writes a TZID
   * with a colon, such as tzone://Microsoft/Utc, without the quotes that RFC 5545 requires.
   */
  private static final Pattern PARAMETER =
      Pattern.compile("([A-Za-z0-9-]+)=((?:\"[^\"]*+\"|(?i:tzone://)|[^\";:]++)*+)");

  static ContentLine of(String name, String value) {
    return new ContentLine(name, Map.of(), value);
  }

  /** A text that {@link #text()} returns unchanged, also if it has control characters. */
  static ContentLine text(String name, String text) {
    ContentLine line = of(name, CalendarText.escape(text));
    return line.text().equals(text)
        ? line
        : line.with(
            WHOLE_TEXT,
            Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8)));
  }

  /** The value as a text. */
  String text() {
    return wholeText().orElseGet(() -> CalendarText.unescape(value));
  }

  /** The value as a list of texts. */
  List<String> texts() {
    return wholeText().map(List::of).orElseGet(() -> CalendarText.list(value));
  }

  /** Empty if there is none, or the value was changed after the export. */
  private Optional<String> wholeText() {
    try {
      return Optional.ofNullable(parameter(WHOLE_TEXT))
          .map(encoded -> new String(Base64.getUrlDecoder().decode(encoded), UTF_8))
          .filter(text -> CalendarText.escape(text).equals(value));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  ContentLine with(String parameter, String parameterValue) {
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(parameter, parameterValue);
    return new ContentLine(name, more, value);
  }

  /** Null if the line is not a property, or has too many parameters. */
  static @Nullable ContentLine parse(String line) {
    Matcher name = NAME.matcher(line);
    if (!name.lookingAt()) {
      return null;
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    int at = name.end();
    Matcher parameter = PARAMETER.matcher(line);
    while (at < line.length() && line.charAt(at) == ';') {
      if (parameters.size() == MAX_PARAMETERS
          || !parameter.region(at + 1, line.length()).lookingAt()) {
        return null;
      }
      parameters.put(
          parameter.group(1).toUpperCase(Locale.ROOT), parameter.group(2).replace("\"", ""));
      at = parameter.end();
    }
    return at < line.length() && line.charAt(at) == ':'
        ? new ContentLine(name.group().toUpperCase(Locale.ROOT), parameters, line.substring(at + 1))
        : null;
  }

  /** Null if there is no such parameter. */
  @Nullable String parameter(String named) {
    return parameters.get(named);
  }

  /** Folded into lines of 75 octets at most, with line ends. */
  String folded() {
    StringBuilder line = new StringBuilder(name);
    parameters.forEach(
        (key, parameter) -> line.append(';').append(key).append('=').append(quoted(parameter)));
    line.append(':').append(value);
    StringBuilder folded = new StringBuilder();
    int octets = 0;
    for (int at = 0; at < line.length(); at += Character.charCount(line.codePointAt(at))) {
      String character = Character.toString(line.codePointAt(at));
      int more = character.getBytes(UTF_8).length;
      if (octets + more > MAX_OCTETS) {
        folded.append("\r\n ");
        octets = 1;
      }
      folded.append(character);
      octets += more;
    }
    return folded.append("\r\n").toString();
  }

  private static String quoted(String parameter) {
    String plain = parameter.replace("\"", "'");
    return NAME.matcher(plain).matches() ? plain : "\"" + plain + "\"";
  }
}
