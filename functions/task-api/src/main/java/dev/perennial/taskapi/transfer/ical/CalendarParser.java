package dev.perennial.taskapi.transfer.ical;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.taskapi.transfer.format.LineReader;
import dev.perennial.taskapi.transfer.format.UnreadableImport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses iCalendar component by component. An error within a component is reported for that one,
 * and parsing continues with the next.
 */
final class CalendarParser {

  /** Receives the contents of a calendar in their order. */
  interface Listener {

    void property(ContentLine property, int line);

    void component(Component component);

    /**
     * @param component as far as it was parsed
     */
    void broken(Component component, String detail);
  }

  private static final int MAX_DEPTH = 4;

  private final LineReader lines;
  private final Listener listener;
  private final Deque<Component> open = new ArrayDeque<>();
  private @Nullable Component outer;
  private @Nullable String wrong;
  private int size;
  private LineReader.@Nullable Line ahead;

  private CalendarParser(InputStream in, Listener listener) {
    this.lines = new LineReader(in);
    this.listener = listener;
  }

  /**
   * @throws UnreadableImport if it does not start with BEGIN:VCALENDAR
   */
  static void parse(InputStream in, Listener listener) throws IOException {
    new CalendarParser(in, listener).parse();
  }

  private void parse() throws IOException {
    boolean isCalendar = false;
    ahead = lines.next();
    while (ahead != null) {
      int number = ahead.number();
      ContentLine line = line(unfolded());
      if (!isCalendar && line != null && !is(line, "BEGIN", "VCALENDAR")) {
        throw new UnreadableImport(
            "line " + number + " is not BEGIN:VCALENDAR, so this is not iCalendar");
      }
      isCalendar |= line != null;
      if (line != null) {
        take(line, number);
      }
    }
    if (outer != null) {
      listener.broken(outer, "has no end");
    }
  }

  /** Null for a blank line. */
  private @Nullable ContentLine line(byte @Nullable [] bytes) {
    if (bytes == null) {
      return new ContentLine("", Map.of(), "has a line that is too long");
    }
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      ContentLine parsed = text.isBlank() ? null : ContentLine.parse(text);
      return parsed != null || text.isBlank()
          ? parsed
          : new ContentLine("", Map.of(), "has a line that is not a property");
    } catch (CharacterCodingException notUtf8) {
      return new ContentLine("", Map.of(), "is not in UTF-8");
    }
  }

  private byte @Nullable [] unfolded() throws IOException {
    LineReader.Line first = ahead;
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    boolean isTooLong = append(first, 0, whole);
    ahead = lines.next();
    while (ahead != null && (ahead.bytes() == null || isFolded(ahead.bytes()))) {
      isTooLong |= append(ahead, 1, whole);
      ahead = lines.next();
    }
    return isTooLong ? null : whole.toByteArray();
  }

  private static boolean append(
      LineReader.@Nullable Line line, int from, ByteArrayOutputStream whole) {
    byte[] bytes = line == null ? null : line.bytes();
    if (bytes == null || whole.size() + bytes.length > LineReader.MAX_BYTES) {
      return true;
    }
    whole.write(bytes, from, bytes.length - from);
    return false;
  }

  private static boolean isFolded(byte[] bytes) {
    return bytes.length > 0 && (bytes[0] == ' ' || bytes[0] == '\t');
  }

  private void take(ContentLine line, int number) {
    String value = line.value().strip().toUpperCase(Locale.ROOT);
    if (line.name().equals("BEGIN") && !value.equals("VCALENDAR")) {
      begin(value, number);
    } else if (line.name().equals("END") && outer != null) {
      end(value);
    } else if (outer != null) {
      add(line);
    } else if (line.name().isEmpty()) {
      // It may have been the start of a component.
      listener.broken(Component.begun("", number), line.value());
    } else {
      listener.property(line, number);
    }
  }

  private void begin(String name, int number) {
    Component component = Component.begun(name, number);
    if (outer == null) {
      outer = component;
      wrong = null;
      size = 0;
    } else if (name.equals(outer.name()) || open.size() == MAX_DEPTH) {
      // The previous component has no end.
      listener.broken(outer, "has no end, or is nested too deeply");
      open.clear();
      outer = component;
      wrong = null;
      size = 0;
    } else {
      size += name.length();
      open.getLast().parts().add(component);
    }
    open.addLast(component);
  }

  private void end(String name) {
    if (!open.getLast().name().equals(name)) {
      wrong = "has an END without a BEGIN";
      return;
    }
    open.removeLast();
    if (open.isEmpty()) {
      Component whole = outer;
      outer = null;
      if (whole != null && wrong != null) {
        listener.broken(whole, wrong);
      } else if (whole != null) {
        listener.component(whole);
      }
    }
  }

  private void add(ContentLine line) {
    size += line.name().length() + line.value().length();
    if (line.name().isEmpty()) {
      wrong = line.value();
    } else if (size > LineReader.MAX_BYTES) {
      wrong = "is longer than " + LineReader.MAX_BYTES + " characters";
    } else {
      open.getLast().properties().add(line);
    }
  }

  private static boolean is(ContentLine line, String name, String value) {
    return line.name().equals(name) && line.value().strip().equalsIgnoreCase(value);
  }
}
