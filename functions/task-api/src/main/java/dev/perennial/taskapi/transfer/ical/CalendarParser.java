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
 * Parses iCalendar component by component. A line that cannot be read is left out of its component
 * and noted there; a component without an end is reported, and parsing continues with the next.
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

  /** About what an empty component takes in memory, in bytes. */
  private static final int COMPONENT_SIZE = 200;

  private final LineReader lines;
  private final Listener listener;
  private final Deque<Component> open = new ArrayDeque<>();
  private @Nullable Component outer;
  private int size;
  private boolean isFull;
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
      byte[] bytes = unfolded();
      int length = bytes == null ? 0 : bytes.length;
      ContentLine line = line(bytes);
      if (!isCalendar && line != null && !is(line, "BEGIN", "VCALENDAR")) {
        throw new UnreadableImport(
            "line " + number + " is not BEGIN:VCALENDAR, so this is not iCalendar");
      }
      isCalendar |= line != null;
      if (line != null) {
        take(line, number, length);
      }
    }
    if (outer != null) {
      listener.broken(outer, "has no end");
    }
  }

  /** Null for a blank line. */
  private @Nullable ContentLine line(byte @Nullable [] bytes) {
    if (bytes == null) {
      return new ContentLine("", Map.of(), "is longer than " + LineReader.MAX_BYTES + " bytes");
    }
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      ContentLine parsed = text.isBlank() ? null : ContentLine.parse(text);
      return parsed != null || text.isBlank()
          ? parsed
          : new ContentLine("", Map.of(), "is not a property");
    } catch (CharacterCodingException notUtf8) {
      return new ContentLine("", Map.of(), "is not in UTF-8");
    }
  }

  private byte @Nullable [] unfolded() throws IOException {
    LineReader.Line first = ahead;
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    boolean isTooLong = append(first, 0, whole);
    ahead = lines.next();
    while (ahead != null && (ahead.first() == ' ' || ahead.first() == '\t')) {
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

  private void take(ContentLine line, int number, int length) {
    String value = line.value().strip().toUpperCase(Locale.ROOT);
    if (line.name().equals("BEGIN") && !value.equals("VCALENDAR")) {
      begin(value, number);
    } else if (line.name().equals("END") && outer != null) {
      end(value, number);
    } else if (outer != null) {
      add(outer, line, number, length);
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
      start(component);
    } else if (name.equals(outer.name()) || open.size() == MAX_DEPTH) {
      // The previous component has no end.
      listener.broken(outer, "has no end, or is nested too deeply");
      open.clear();
      start(component);
    } else if (fits(outer, number, COMPONENT_SIZE + name.length())) {
      open.getLast().parts().add(component);
    }
    open.addLast(component);
  }

  private void start(Component component) {
    outer = component;
    size = 0;
    isFull = false;
  }

  private void end(String name, int number) {
    if (!open.getLast().name().equals(name)) {
      open.getFirst().skipped().add("", "line " + number + " is an END without a BEGIN");
      return;
    }
    open.removeLast();
    if (open.isEmpty()) {
      Component whole = outer;
      outer = null;
      if (whole != null) {
        listener.component(whole);
      }
    }
  }

  private void add(Component whole, ContentLine line, int number, int length) {
    if (line.name().isEmpty()) {
      whole.skipped().add("", "line " + number + " " + line.value());
    } else if (fits(whole, number, length)) {
      open.getLast().properties().add(line);
    }
  }

  /** Bounds the memory that a component takes. */
  private boolean fits(Component whole, int number, int more) {
    size += more;
    if (size > LineReader.MAX_BYTES) {
      if (!isFull) {
        whole
            .skipped()
            .add(
                "",
                "is longer than " + LineReader.MAX_BYTES + " bytes, which end in line " + number);
      }
      isFull = true;
      return false;
    }
    return true;
  }

  private static boolean is(ContentLine line, String name, String value) {
    return line.name().equals(name) && line.value().strip().equalsIgnoreCase(value);
  }
}
