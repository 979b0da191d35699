package dev.perennial.taskapi.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.taskapi.quick.QuickAddResult.Phrase;
import dev.perennial.tasks.task.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A created task.
 *
 * @param understood the phrases of a quick-add line apart from the title; null for other requests
 */
record Creation(Task task, @Nullable List<Phrase> understood) {

  /** The fields of the task and {@code understood} as one object. */
  record Body(
      @JsonUnwrapped TaskSnapshot task,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Phrase> understood) {}

  Body body() {
    return new Body(task.snapshot(), understood);
  }
}
