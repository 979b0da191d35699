package dev.perennial.taskapi.transfer.ical;

import dev.perennial.taskapi.transfer.format.LeftOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A component of iCalendar (RFC 5545, section 3.6).
 *
 * @param line on which it starts
 * @param skipped the lines that could not be read
 */
record Component(
    String name, int line, List<ContentLine> properties, List<Component> parts, LeftOut skipped) {

  static Component begun(String name, int line) {
    return new Component(name, line, new ArrayList<>(), new ArrayList<>(), new LeftOut());
  }

  /** The first property with this name. */
  Optional<ContentLine> property(String named) {
    return properties.stream().filter(property -> property.name().equals(named)).findFirst();
  }

  Optional<String> value(String named) {
    return property(named).map(ContentLine::value);
  }

  Optional<String> text(String named) {
    return property(named).map(ContentLine::text);
  }

  List<ContentLine> all(String named) {
    return properties.stream().filter(property -> property.name().equals(named)).toList();
  }
}
