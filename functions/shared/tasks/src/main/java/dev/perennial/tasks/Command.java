package dev.perennial.tasks;

import dev.perennial.events.Client;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who gives a command, by which client, and when. Both times are truncated to microseconds, the
 * precision of the database, so that a response equals what is stored.
 *
 * @param client null if a function gives the command
 * @param at when it is executed here
 * @param happenedAt when the user gave it, by the clock of the device; of two commands that write
 *     the same field the one that happened later wins
 */
public record Command(String actor, @Nullable Client client, Instant at, Instant happenedAt) {

  public Command {
    at = at.truncatedTo(ChronoUnit.MICROS);
    happenedAt = happenedAt.truncatedTo(ChronoUnit.MICROS);
  }

  /** A command that is executed at the moment it is given. */
  public static Command now(String actor, @Nullable Client client, Instant at) {
    return new Command(actor, client, at, at);
  }
}
