package dev.perennial.taskapi.transfer.ical;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of a calendar need of the rest of it: its zones, and the changes of single
 * occurrences. Changes beyond a size are not kept; they are imported as tasks of their own.
 */
final class CalendarSurvey implements CalendarParser.Listener {

  /** Bounds the memory for changes of occurrences, in characters and about as many bytes a line. */
  private static final int MAX_SIZE = 1024 * 1024;

  private static final int LINE_SIZE = 150;
  private static final int MAX_MASTERS = 20_000;
  private static final int MAX_UID_LENGTH = 255;

  private final ZoneNames zones;
  private final Map<String, List<Component>> changes = new HashMap<>();
  private final Set<Integer> taken = new HashSet<>();
  private final Set<String> masters = new HashSet<>();
  private int size;

  CalendarSurvey(@Nullable ZoneId preferred) {
    zones = new ZoneNames(preferred);
  }

  ZoneNames zones() {
    return zones;
  }

  @Override
  public void component(Component component) {
    if (component.name().equals("VTIMEZONE")) {
      zones.learn(component);
    } else if (component.name().equals("VTODO")) {
      learn(component, component.text("UID").orElse(""));
    }
  }

  private void learn(Component todo, String uid) {
    if (uid.isEmpty() || uid.length() > MAX_UID_LENGTH) {
      return;
    }
    if (todo.property("RECURRENCE-ID").isEmpty()) {
      if (masters.size() < MAX_MASTERS) {
        masters.add(uid);
      }
      return;
    }
    size += sizeOf(todo);
    if (size <= MAX_SIZE) {
      changes.computeIfAbsent(uid, _ -> new ArrayList<>()).add(todo);
      taken.add(todo.line());
    }
  }

  private static int sizeOf(Component component) {
    return LINE_SIZE
        + component.properties().stream()
            .mapToInt(
                line -> LINE_SIZE + line.value().length() + line.parameters().toString().length())
            .sum()
        + component.parts().stream().mapToInt(CalendarSurvey::sizeOf).sum();
  }

  /** Whether the change belongs to a task of this calendar. */
  boolean isTaken(Component change) {
    return taken.contains(change.line()) && masters.contains(change.text("UID").orElse(""));
  }

  /** The changes of the occurrences of a task, for the first task with its UID. */
  List<Component> changesOf(Component todo) {
    List<Component> own = changes.remove(todo.text("UID").orElse(""));
    return own == null ? List.of() : own;
  }

  @Override
  public void property(ContentLine property, int line) {
    // Belongs to no task.
  }

  @Override
  public void broken(Component component, String detail) {
    // Is reported when the tasks are read.
  }
}
