package dev.perennial.tasks.store;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface SeriesRows extends GenericRepository<SeriesRow, UUID> {

  void save(SeriesRow row);

  List<SeriesRow> findByOwnerAndIdIn(String owner, Collection<UUID> ids);
}
