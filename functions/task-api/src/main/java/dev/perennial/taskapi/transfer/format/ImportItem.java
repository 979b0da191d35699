package dev.perennial.taskapi.transfer.format;

import dev.perennial.api.problem.Problem.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An item of an import. */
public sealed interface ImportItem {

  /** The line on which it starts; the first is 1. */
  int line();

  /**
   * An item that could be parsed, as the JSON of an export.
   *
   * @param without what it has that is not in the JSON; null if it must be valid as a whole.
   *     Otherwise fields that are not valid are left out and added
   */
  record Read(int line, ObjectNode json, @Nullable LeftOut without) implements ImportItem {

    /** An item that is imported as a whole or not at all. */
    public static Read whole(int line, ObjectNode json) {
      return new Read(line, json, null);
    }
  }

  /**
   * An item that cannot be parsed.
   *
   * @param kind null if it is not known
   */
  record Broken(int line, @Nullable String kind, List<FieldError> errors) implements ImportItem {

    public static Broken of(int line, @Nullable String kind, String detail) {
      return new Broken(line, kind, List.of(new FieldError("", detail)));
    }
  }
}
