package dev.perennial.taskapi.transfer;

import dev.perennial.api.problem.Problem.FieldError;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.taskapi.transfer.format.LeftOut;
import dev.perennial.tasks.edit.ImportedTask;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the task of another program: a field that is not valid is left out, and the rest is read.
 */
final class LenientTask {

  private static final Set<String> REQUIRED = Set.of("kind", "id", "title", "listId");
  private static final Set<String> OF_SERIES =
      Set.of("recurrence", "seriesId", "occurrence", "occurrenceNumber", "anchor", "carried");

  /** More than there are fields. */
  private static final int MAX_ATTEMPTS = 20;

  private LenientTask() {}

  /**
   * @param json from which fields that are not valid are removed
   * @param read reads the JSON
   * @throws ProblemException 400 if a required field is not valid
   */
  static ImportedTask read(ObjectNode json, LeftOut without, Supplier<ImportedTask> read) {
    for (int attempt = 1; ; attempt++) {
      try {
        return read.get();
      } catch (ProblemException refused) {
        if (attempt == MAX_ATTEMPTS || !remove(json, refused.problem().errors(), without)) {
          throw refused;
        }
      }
    }
  }

  private static boolean remove(ObjectNode json, List<FieldError> errors, LeftOut without) {
    boolean isChanged = false;
    // The last item of a list first, since removing one moves those after it.
    Set<String> removed = new HashSet<>();
    for (FieldError error :
        errors.stream().sorted(Comparator.comparingInt(LenientTask::index).reversed()).toList()) {
      String[] pointer = error.pointer().split("/", -1);
      // An item may have several errors, and after the first one another item has its place.
      boolean isRemoved = isItem(json, pointer) && !removed.add(pointer[1] + "/" + pointer[2]);
      if (isRemoved || remove(json, pointer)) {
        without.addAt(error.pointer(), error.detail());
        isChanged = true;
      }
    }
    return isChanged;
  }

  private static boolean remove(ObjectNode json, String[] pointer) {
    String name = pointer.length < 2 ? "" : pointer[1];
    if (REQUIRED.contains(name) || !json.has(name)) {
      return false;
    }
    if (isItem(json, pointer)) {
      return ((ArrayNode) json.get(name)).remove(Integer.parseInt(pointer[2])) != null;
    }
    if (OF_SERIES.contains(name) && !name.equals("carried")) {
      json.remove(OF_SERIES);
    }
    json.remove(name);
    return true;
  }

  private static boolean isItem(ObjectNode json, String[] pointer) {
    return pointer.length > 2 && json.get(pointer[1]) instanceof ArrayNode;
  }

  private static int index(FieldError error) {
    String[] pointer = error.pointer().split("/", -1);
    return pointer.length > 2 && pointer[2].matches("\\d{1,9}") ? Integer.parseInt(pointer[2]) : 0;
  }
}
