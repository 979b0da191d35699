package dev.perennial.taskapi.corpus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A VTODO of a calendar, read without the code under test.
 *
 * @param line on which it starts, from 1
 * @param alarms the properties of its VALARMs
 * @param parts the names of its other components
 * @param broken the number of lines that are no properties
 * @param ends whether it has an END
 */
record Vtodo(
    int line,
    List<Property> properties,
    List<List<Property>> alarms,
    List<String> parts,
    int broken,
    boolean ends) {

  private static final Pattern FORM =
      Pattern.compile("([\\w-]+)((?:;[\\w-]+=(?:\"[^\"]*\"|[^\";:])*)*):(.*)", Pattern.DOTALL);
  private static final Pattern PARAMETER = Pattern.compile(";([\\w-]+)=((?:\"[^\"]*\"|[^\";:])*)");

  /** A property, its name and those of its parameters in upper case. */
  record Property(String name, Map<String, String> parameters, String value) {

    String text() {
      return unescaped(value);
    }
  }

  Optional<Property> property(String name) {
    return all(name).stream().findFirst();
  }

  List<Property> all(String name) {
    return properties.stream().filter(property -> property.name().equals(name)).toList();
  }

  boolean has(String name) {
    return property(name).isPresent();
  }

  static List<Vtodo> in(String calendar) {
    return new Reader().read(calendar);
  }

  /** A line of a calendar, after unfolding. */
  private record Unfolded(int number, StringBuilder text) {}

  private static List<Unfolded> unfolded(String calendar) {
    List<Unfolded> lines = new ArrayList<>();
    int number = 0;
    for (String physical : calendar.split("\n", -1)) {
      number++;
      String text =
          physical.endsWith("\r") ? physical.substring(0, physical.length() - 1) : physical;
      boolean isFolded = (text.startsWith(" ") || text.startsWith("\t")) && !lines.isEmpty();
      if (isFolded) {
        lines.getLast().text().append(text, 1, text.length());
      } else {
        lines.add(new Unfolded(number, new StringBuilder(text)));
      }
    }
    return lines;
  }

  private static @Nullable Property parsed(String line) {
    Matcher form = FORM.matcher(line);
    if (!form.matches()) {
      return null;
    }
    Map<String, String> parameters = new HashMap<>();
    Matcher parameter = PARAMETER.matcher(form.group(2));
    while (parameter.find()) {
      parameters.put(
          parameter.group(1).toUpperCase(Locale.ROOT), parameter.group(2).replace("\"", ""));
    }
    return new Property(form.group(1).toUpperCase(Locale.ROOT), parameters, form.group(3));
  }

  private static String unescaped(String value) {
    return Pattern.compile("\\\\(.)", Pattern.DOTALL)
        .matcher(value)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    match.group(1).equalsIgnoreCase("n") ? "\n" : match.group(1)));
  }

  /** The items of a list of texts. */
  static List<String> items(String value) {
    return Pattern.compile("(?<=(?:^|[^\\\\])(?:\\\\\\\\){0,20}),")
        .splitAsStream(value)
        .map(Vtodo::unescaped)
        .toList();
  }

  private static final class Reader {

    private final List<Vtodo> found = new ArrayList<>();
    private final List<String> open = new ArrayList<>();
    private @Nullable Vtodo current;

    List<Vtodo> read(String calendar) {
      for (Unfolded line : unfolded(calendar)) {
        Property property = parsed(line.text().toString());
        String value = property == null ? "" : property.value().strip().toUpperCase(Locale.ROOT);
        if (property != null && property.name().equals("BEGIN") && !value.equals("VCALENDAR")) {
          begin(value, line.number());
        } else if (property != null && property.name().equals("END")) {
          end(value);
        } else if (current != null && !line.text().toString().isBlank()) {
          add(property);
        }
      }
      giveUp();
      return found;
    }

    private void begin(String name, int line) {
      if (name.equals("VTODO")) {
        giveUp();
        open.clear();
        current = new Vtodo(line, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), 0, true);
      } else if (current != null && name.equals("VALARM")) {
        current.alarms().add(new ArrayList<>());
      } else if (current != null && open.size() == 1) {
        current.parts().add(name);
      }
      open.add(name);
    }

    private void end(String name) {
      if (open.isEmpty() || !open.getLast().equals(name)) {
        return;
      }
      open.removeLast();
      if (name.equals("VTODO") && current != null) {
        found.add(current);
        current = null;
      }
    }

    private void add(@Nullable Property property) {
      Vtodo todo = current;
      if (property == null) {
        current =
            new Vtodo(
                todo.line(),
                todo.properties(),
                todo.alarms(),
                todo.parts(),
                todo.broken() + 1,
                true);
      } else if (open.getLast().equals("VALARM")) {
        todo.alarms().getLast().add(property);
      } else if (open.getLast().equals("VTODO")) {
        todo.properties().add(property);
      }
    }

    /** A VTODO in which another one starts, or the calendar stops, has no end. */
    private void giveUp() {
      if (current != null) {
        found.add(
            new Vtodo(
                current.line(),
                current.properties(),
                current.alarms(),
                current.parts(),
                current.broken(),
                false));
        current = null;
      }
    }
  }
}
