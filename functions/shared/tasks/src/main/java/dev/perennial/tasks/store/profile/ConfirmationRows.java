package dev.perennial.tasks.store.profile;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The requested confirmations of e-mail addresses. Row-level security limits every query to the
 * rows of the transaction's user; two functions of the schema see all rows.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ConfirmationRows extends GenericRepository<ProfileRow, String> {

  /**
   * Stores a request with a new token, unless the user has made {@code ofUser} requests since, or
   * all users together {@code toAddress} for this address. Requests for the same address wait for
   * each other, so that they cannot exceed the limit together.
   *
   * @return 1, or 0 if there were too many
   */
  @Query(
      "SELECT tasks.request_confirmation(:user, :requestedAt, :address, :since, :ofUser,"
          + " :toAddress)")
  int request(
      String user, Instant requestedAt, String address, Instant since, int ofUser, int toAddress);

  @Query(
      "UPDATE tasks.email_confirmations SET token = NULL WHERE user_id = :user AND token IS NOT"
          + " NULL")
  void invalidate(String user);

  /** Whose confirmation this token is of, if it was requested after this instant. */
  @Query("SELECT tasks.user_of_confirmation(:token, :after)")
  Optional<String> userOf(UUID token, Instant after);
}
