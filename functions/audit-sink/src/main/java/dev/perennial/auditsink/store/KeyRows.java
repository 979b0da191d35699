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

  /** The keys of owners after this one that another payload key encrypts, ordered by owner. */
  @Query(
      """
      SELECT * FROM audit.keys WHERE sealed_by IS DISTINCT FROM :payloadKey AND owner > :after
      ORDER BY owner LIMIT :limit
      """)
  List<KeyRow> notSealedBy(UUID payloadKey, String after, int limit);

  /**
   * @param keys a JSON array of objects: owner, id, sealed (in hexadecimal)
   * @return how many keys there still were
   */
  @Query("SELECT audit.reseal(CAST(:keys AS jsonb), :payloadKey)")
  int reseal(String keys, UUID payloadKey);
}
