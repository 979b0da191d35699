package dev.perennial.taskapi.exchange;

import dev.perennial.api.problem.Problem.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One thing that somebody brings along. */
public sealed interface Item {

  /** On which line it starts; the first is 1. */
  int line();

  /** As a line of JSON has it, whatever form it came in. */
  record Read(int line, ObjectNode json) implements Item {}

  /**
   * One that cannot be made out.
   *
   * @param kind as far as that is known
   */
  record Broken(int line, @Nullable String kind, List<FieldError> errors) implements Item {

    static Broken of(int line, @Nullable String kind, String detail) {
      return new Broken(line, kind, List.of(new FieldError("", detail)));
    }
  }
}
