package dev.perennial.auditsink.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface KeyRows extends GenericRepository<KeyRow, String> {

  void save(KeyRow row);

  @Query("SELECT * FROM audit.keys WHERE id IN (:ids)")
  List<KeyRow> find(Collection<UUID> ids);
}
