package dev.perennial.syncpush.store;

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
  void make(byte[] hash, String user, Instant tokenUntil, Instant expiresAt);

  @Query("SELECT user_id, token_until FROM sync.tickets WHERE hash = :hash AND expires_at > :now")
  Optional<TicketRow> find(byte[] hash, Instant now);

  /** One for the one who removes it, 0 for everybody after. */
  @Query("DELETE FROM sync.tickets WHERE hash = :hash")
  int remove(byte[] hash);

  @Query("DELETE FROM sync.tickets WHERE expires_at <= :now")
  void removeExpired(Instant now);

  @Query("DELETE FROM sync.tickets WHERE user_id = :user")
  void erase(String user);
}
