package dev.perennial.taskapi.transfer.ical;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A component of iCalendar (RFC 5545, section 3.6).
 *
 * @param line on which it starts
 */
record Component(String name, int line, List<ContentLine> properties, List<Component> parts) {

  static Component begun(String name, int line) {
    return new Component(name, line, new ArrayList<>(), new ArrayList<>());
  }

  /** The first property with this name. */
  Optional<ContentLine> property(String named) {
    return properties.stream().filter(property -> property.name().equals(named)).findFirst();
  }

  Optional<String> value(String named) {
    return property(named).map(ContentLine::value);
  }

  Optional<String> text(String named) {
    return value(named).map(CalendarText::unescape);
  }

  List<ContentLine> all(String named) {
    return properties.stream().filter(property -> property.name().equals(named)).toList();
  }
}
