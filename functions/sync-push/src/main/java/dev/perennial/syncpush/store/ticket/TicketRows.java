package dev.perennial.syncpush.store.ticket;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface TicketRows extends GenericRepository<TicketRow, String> {

  @Query(
      """
      INSERT INTO sync.tickets (hash, user_id, token_until, expires_at)
      VALUES (:hash, :user, :tokenUntil, :expiresAt)
      """)
  void insert(byte[] hash, String user, Instant tokenUntil, Instant expiresAt);

  @Query("SELECT user_id, token_until FROM sync.tickets WHERE hash = :hash AND expires_at > :now")
  Optional<TicketRow> find(byte[] hash, Instant now);

  /** Returns 1 to the one caller that deletes it, 0 to all others. */
  @Query("DELETE FROM sync.tickets WHERE hash = :hash")
  int delete(byte[] hash);

  @Query("DELETE FROM sync.tickets WHERE expires_at <= :now")
  void deleteExpired(Instant now);

  @Query("DELETE FROM sync.tickets WHERE user_id = :user")
  void deleteOfUser(String user);
}
