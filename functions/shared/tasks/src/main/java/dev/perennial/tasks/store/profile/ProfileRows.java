package dev.perennial.tasks.store.profile;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

/** Row-level security limits every query to the rows of the transaction's user. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ProfileRows extends GenericRepository<ProfileRow, String> {

  @Query("SELECT * FROM tasks.profiles WHERE user_id = :userId")
  Optional<ProfileRow> find(String userId);

  @Query("SELECT * FROM tasks.profiles WHERE user_id = :userId FOR UPDATE")
  Optional<ProfileRow> lock(String userId);

  /** Inserts an empty profile unless there is one. */
  @Query(
      """
      INSERT INTO tasks.profiles (user_id, version, created_at, updated_at) VALUES (:userId, 1, :at, :at)
      ON CONFLICT DO NOTHING
      """)
  void insert(String userId, Instant at);

  void update(ProfileRow row);
}
