package dev.perennial.taskinsights.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** The statements on entries and days. Lists are passed as JSON arrays. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface EntryRows extends GenericRepository<DayKeyRow, String> {

  /** Deletes the entries of these tasks and returns the days on which they were. */
  @Query(
      """
      WITH deleted AS (
        DELETE FROM insights.entries WHERE task_id = ANY (
          SELECT CAST(t AS uuid) FROM jsonb_array_elements_text(CAST(:tasks AS jsonb)) t)
        RETURNING person, day)
      SELECT DISTINCT person, day FROM deleted
      """)
  List<DayKeyRow> deleteOfTasks(String tasks);

  @Query("DELETE FROM insights.entries WHERE person = :person")
  void deleteOfPerson(String person);

  /**
   * Inserts entries and returns their days.
   *
   * @param entries a JSON array of {@link EntryJson}
   */
  @Query(
      """
      WITH inserted AS (
        INSERT INTO insights.entries (person, task_id, kind, day, hour, list_id, tags, priority, status, seconds,
          late_seconds, overdue_from, closed_day, series_id, number)
        SELECT person, task_id, kind, day, hour, list_id, tags, priority, status, seconds,
          late_seconds, overdue_from, closed_day, series_id, number
        FROM jsonb_to_recordset(CAST(:entries AS jsonb)) AS e (
          person text, task_id uuid, kind text, day date, hour smallint, list_id uuid, tags text[], priority text,
          status text, seconds bigint, late_seconds bigint, overdue_from timestamptz, closed_day date, series_id uuid,
          number int)
        RETURNING person, day)
      SELECT DISTINCT person, day FROM inserted
      """)
  List<DayKeyRow> insert(String entries);

  /** Deletes these days, so that they can be inserted anew. */
  @Query(
      """
      DELETE FROM insights.days d USING jsonb_to_recordset(CAST(:days AS jsonb)) AS k (person text, day date)
      WHERE d.person = k.person AND d.day = k.day AND d.dimension IN ('all', 'hour', 'list', 'tag', 'priority')
      """)
  void deleteDays(String days);

  @Query("DELETE FROM insights.days WHERE person = :person")
  void deleteDaysOf(String person);

  /** Inserts these days from their entries. */
  @Query("INSERT INTO insights.days " + DAYS + FIGURES_OF_GIVEN_DAYS)
  void insertDays(String days);

  /** Inserts all days of a person from their entries. */
  @Query("INSERT INTO insights.days " + DAYS + FIGURES_OF_A_PERSON)
  void insertDaysOf(String person);

  /** A digest of all days of a person; the same for the same figures. */
  @Query(
      """
      SELECT md5(coalesce(string_agg(CAST(d AS text), ' ' ORDER BY dimension, day, key), ''))
      FROM insights.days d WHERE person = :person
      """)
  String digest(String person);

  /** Notes that the days of these people are made; returns those for whom that is new. */
  @Query(
      """
      WITH added AS (
        INSERT INTO insights.people (person)
        SELECT p FROM jsonb_array_elements_text(CAST(:people AS jsonb)) p ORDER BY p
        ON CONFLICT DO NOTHING RETURNING person)
      SELECT person FROM added
      """)
  List<String> addPeople(String people);

  @Query("DELETE FROM insights.people WHERE person = :person")
  void deletePerson(String person);

  @Query("SELECT EXISTS (SELECT FROM insights.people WHERE person = :person)")
  boolean isBuilt(String person);

  /** The next people of whom facts are known, in their order. */
  @Query(
      """
      SELECT person FROM (
        SELECT person FROM insights.people WHERE person > :after
        UNION SELECT owner FROM insights.facts WHERE owner > :after
        UNION SELECT actor FROM insights.facts WHERE actor > :after AND actor IS DISTINCT FROM owner
        UNION SELECT created_by FROM insights.facts WHERE created_by > :after AND created_by IS DISTINCT FROM owner
        UNION SELECT assignee FROM insights.facts WHERE assignee > :after AND assignee IS DISTINCT FROM owner) p
      ORDER BY person LIMIT :limit
      """)
  List<String> people(String after, int limit);

  /** The figures of each day, dimension and key that the entries {@code e} have. */
  String DAYS =
      """
      SELECT e.person, d.dimension, e.day, d.key,
        count(*) FILTER (WHERE e.kind = 'CREATED'),
        count(*) FILTER (WHERE e.kind = 'COMPLETED'),
        count(*) FILTER (WHERE e.kind = 'COMPLETED' AND e.late_seconds = 0),
        count(*) FILTER (WHERE e.kind = 'DUE' AND e.status = 'COMPLETED'),
        count(*) FILTER (WHERE e.kind = 'DUE' AND e.status = 'OPEN'),
        coalesce(array_agg(e.seconds ORDER BY e.seconds) FILTER (WHERE e.kind = 'COMPLETED'), '{}'),
        coalesce(array_agg(e.late_seconds ORDER BY e.late_seconds) FILTER (WHERE e.late_seconds > 0), '{}')
      """;

  /** The keys of an entry. A task counts for each of its tags. */
  String KEYS =
      """
      CROSS JOIN LATERAL (
        SELECT 'all' AS dimension, '' AS key
        UNION ALL SELECT 'hour', coalesce(to_char(e.hour, 'FM00'), '')
        UNION ALL SELECT 'list', CAST(e.list_id AS text)
        UNION ALL SELECT 'priority', e.priority
        UNION ALL SELECT 'tag', t FROM unnest(CASE WHEN e.tags = '{}' THEN '{""}' ELSE e.tags END) t) d
      GROUP BY e.person, d.dimension, e.day, d.key
      """;

  /** Of the entries of these days. */
  String FIGURES_OF_GIVEN_DAYS =
      """
      FROM jsonb_to_recordset(CAST(:days AS jsonb)) AS k (person text, day date)
      CROSS JOIN LATERAL (SELECT * FROM insights.entries WHERE person = k.person AND day = k.day OFFSET 0) e
      """
          + KEYS;

  /** Of all entries of a person. */
  String FIGURES_OF_A_PERSON =
      """
      FROM (SELECT * FROM insights.entries WHERE person = :person) e
      """
          + KEYS;
}
