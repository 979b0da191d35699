package dev.perennial.taskapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.taskapi.quick.Understood.Phrase;
import dev.perennial.tasks.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task that was made.
 *
 * @param understood what of its one line was more than the title; null if it was not made of a line
 */
record Creation(Task task, @Nullable List<Phrase> understood) {

  /** The task with what was understood, as one object. */
  record Body(
      @JsonUnwrapped TaskSnapshot task,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Phrase> understood) {}

  Body body() {
    return new Body(task.snapshot(), understood);
  }
}
