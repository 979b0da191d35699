package dev.perennial.syncpush.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.identity.Caller;
import dev.perennial.runtime.Sha256;
import dev.perennial.runtime.database.Database;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/**
 * What lets somebody in once where no {@code Authorization} header can be sent, as from a browser's
 * EventSource. A ticket is good at every instance; only its hash is kept.
 */
public final class Tickets {

  private static final Duration GOOD_FOR = Duration.ofSeconds(60);
  private static final int BYTES = 32;

  /** What its holder shows, and until when. */
  public record Ticket(String ticket, Instant expiresAt) {}

  private final Turns turns;
  private final TicketRows tickets;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  public Tickets(Database database, Turns turns, InstantSource clock) {
    this.turns = turns;
    this.tickets = database.repository(TicketRows.class);
    this.clock = clock;
  }

  /** A new one, for the time of the caller's own token at most. */
  public Ticket make(Caller caller) {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    var text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    var now = clock.instant();
    var expiresAt = now.plus(GOOD_FOR);
    return turns.inTransaction(
        () -> {
          tickets.removeExpired(now);
          tickets.make(hash(text), caller.user(), caller.until(), expiresAt);
          return new Ticket(text, expiresAt);
        });
  }

  /** Whose it is; from now on nobody's. Empty if it is none, was used, or has expired. */
  public Optional<Caller> use(String ticket) {
    var hash = hash(ticket);
    return turns.inTransaction(
        () ->
            tickets
                .find(hash, clock.instant())
                .filter(_ -> tickets.remove(hash) == 1)
                .map(TicketRow::caller));
  }

  /** Ends those of this person, in the open transaction. */
  public void erase(String user) {
    tickets.erase(user);
  }

  private static byte[] hash(String ticket) {
    return Sha256.of(ticket.getBytes(UTF_8));
  }
}
