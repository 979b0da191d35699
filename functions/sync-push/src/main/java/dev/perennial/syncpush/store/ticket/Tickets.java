package dev.perennial.syncpush.store.ticket;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.identity.Caller;
import dev.perennial.runtime.Sha256;
import dev.perennial.runtime.database.Database;
import dev.perennial.syncpush.store.admission.ReadAdmission;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/**
 * Credentials that are accepted once, for clients that cannot send an {@code Authorization} header,
 * such as a browser's EventSource. A ticket is accepted by every instance for 60 s; only its hash
 * is stored.
 */
public final class Tickets {

  private static final Duration VALIDITY = Duration.ofSeconds(60);
  private static final int BYTES = 32;

  /** The ticket as the client presents it, and until when it is accepted. */
  public record Ticket(String ticket, Instant expiresAt) {}

  private final ReadAdmission admission;
  private final TicketRows tickets;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  public Tickets(Database database, ReadAdmission admission, InstantSource clock) {
    this.admission = admission;
    this.tickets = database.repository(TicketRows.class);
    this.clock = clock;
  }

  /** Issues a ticket. What it opens ends with the caller's token. */
  public Ticket issue(Caller caller) {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    var text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    var now = clock.instant();
    var expiresAt = now.plus(VALIDITY);
    return admission.inTransaction(
        () -> {
          tickets.deleteExpired(now);
          tickets.insert(hash(text), caller.user(), caller.until(), expiresAt);
          return new Ticket(text, expiresAt);
        });
  }

  /** Redeems a ticket. Empty if it does not exist, was redeemed before, or has expired. */
  public Optional<Caller> redeem(String ticket) {
    var hash = hash(ticket);
    return admission.inTransaction(
        () ->
            tickets
                .find(hash, clock.instant())
                .filter(_ -> tickets.delete(hash) == 1)
                .map(TicketRow::caller));
  }

  /** Deletes the tickets of this user, in the open transaction. */
  public void deleteOfUser(String user) {
    tickets.deleteOfUser(user);
  }

  private static byte[] hash(String ticket) {
    return Sha256.of(ticket.getBytes(UTF_8));
  }
}
