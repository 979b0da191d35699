package dev.perennial.tasks.store.profile;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

/** Row-level security limits every query to the rows of the transaction's user. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ErasureRows extends GenericRepository<ProfileRow, String> {

  @Query(
      "DELETE FROM tasks.tasks WHERE list_id IN (SELECT id FROM tasks.lists WHERE owner = :user)")
  void eraseTasks(String user);

  @Query(
      "DELETE FROM tasks.members WHERE list_id IN (SELECT id FROM tasks.lists WHERE owner = :user)")
  void eraseMembers(String user);

  @Query("DELETE FROM tasks.lists WHERE owner = :user")
  void eraseLists(String user);

  @Query("DELETE FROM tasks.profiles WHERE user_id = :user")
  void eraseProfile(String user);
}
