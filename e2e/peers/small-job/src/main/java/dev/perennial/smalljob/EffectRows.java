package dev.perennial.smalljob;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface EffectRows extends GenericRepository<EffectRow, UUID> {

  void save(EffectRow row);
}
