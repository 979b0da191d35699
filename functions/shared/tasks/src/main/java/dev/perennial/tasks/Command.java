package dev.perennial.tasks;

import dev.perennial.events.Client;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The context of a command: who gives it, with which client, and when. Both times are truncated to
 * microseconds, the precision of the database. So a response equals the stored state.
 *
 * @param client null if a function gives the command
 * @param at when the command is executed by the server
 * @param happenedAt when the user gave the command, by the clock of the device. Of two commands
 *     that write the same field the one with the later time wins
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
