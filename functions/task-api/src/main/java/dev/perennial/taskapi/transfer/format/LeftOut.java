package dev.perennial.taskapi.transfer.format;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;

/** What was left out of an item, for the report. Bounded, since the report is held in memory. */
public final class LeftOut {

  private static final int MAX = 10;

  private final List<FieldError> all = new ArrayList<>();
  private int more;

  /**
   * Adds an entry unless there is one with the same name and detail.
   *
   * @param name of the field or property; empty for a part without a name
   */
  public void add(String name, String detail) {
    addAt(name.isEmpty() ? "" : FieldErrors.pointer("", name), detail);
  }

  /** As {@link #add}, with a JSON pointer. */
  public void addAt(String pointer, String detail) {
    FieldError entry = new FieldError(pointer, detail);
    if (all.contains(entry)) {
      return;
    }
    if (all.size() == MAX) {
      more++;
    } else {
      all.add(entry);
    }
  }

  public void addAll(LeftOut other) {
    other.all.forEach(entry -> addAt(entry.pointer(), entry.detail()));
    more += other.more;
  }

  /** The first entries; if there are more, a last entry with their number. */
  public List<FieldError> entries() {
    if (more == 0) {
      return List.copyOf(all);
    }
    List<FieldError> some = new ArrayList<>(all);
    some.add(new FieldError("", "and " + more + " more"));
    return some;
  }
}
