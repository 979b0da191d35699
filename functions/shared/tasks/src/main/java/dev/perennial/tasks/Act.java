package dev.perennial.tasks;

import dev.perennial.events.TaskEvent.Client;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who does something to a task, with what, and when.
 *
 * @param client null if a function acts
 * @param at in whole microseconds, as the database keeps it: what is answered is what is stored
 */
public record Act(String actor, @Nullable Client client, Instant at) {

  public Act {
    at = at.truncatedTo(ChronoUnit.MICROS);
  }
}
