package dev.perennial.tasks;

import dev.perennial.events.Client;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who does something, with what, and when. Both times are in whole microseconds, as the database
 * keeps them: what is answered is what is stored.
 *
 * @param client null if a function acts
 * @param at when it is done here
 * @param happenedAt when the person did it, by their device's clock; of two that write the same
 *     field the later wins
 */
public record Act(String actor, @Nullable Client client, Instant at, Instant happenedAt) {

  public Act {
    at = at.truncatedTo(ChronoUnit.MICROS);
    happenedAt = happenedAt.truncatedTo(ChronoUnit.MICROS);
  }

  /** Done here at the moment it happened. */
  public static Act now(String actor, @Nullable Client client, Instant at) {
    return new Act(actor, client, at, at);
  }
}
