-- The keys of pages by due date and by priority. They are columns because row-level security uses no index for a
-- condition on an expression: functions might reveal the rows that they are computed for.
ALTER TABLE tasks.tasks
  ADD COLUMN due_key timestamp NOT NULL GENERATED ALWAYS AS
    (coalesce(due_date + coalesce(due_time, time '00:00'), timestamp 'infinity')) STORED,
  ADD COLUMN priority_key integer NOT NULL GENERATED ALWAYS AS
    (array_position(ARRAY['HIGH', 'MEDIUM', 'LOW', 'NONE'], priority)) STORED;
CREATE INDEX tasks_page_due ON tasks.tasks (list_id, due_key, created_at, id)
  WHERE deleted_at IS NULL AND completed_at IS NULL AND skipped_at IS NULL;
CREATE INDEX tasks_page_priority ON tasks.tasks (list_id, priority_key, created_at, id)
  WHERE deleted_at IS NULL AND completed_at IS NULL AND skipped_at IS NULL;

-- Text search. The text of a task as it is compared: in lower case, by the same rules whatever the locale of the
-- database.
CREATE FUNCTION tasks.searched_text(title text, description text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN lower((title || E'\n' || coalesce(description, '')) COLLATE pg_c_utf8);
-- Who writes a task computes its entries in the indexes.
GRANT EXECUTE ON FUNCTION tasks.searched_text(text, text) TO "task-api", "on-completed-recurrence";

-- Nobody but the migrations uses the schema. Both extensions are trusted: the owner of the database may create them.
CREATE SCHEMA extensions;
CREATE EXTENSION pg_trgm SCHEMA extensions;
CREATE EXTENSION btree_gin SCHEMA extensions;

-- The list comes first, so that a word costs nothing in a list without it, however often others use it. What is
-- written is added to the index 512 kB at a time, because each search reads what is not added yet.
CREATE INDEX tasks_search_substrings ON tasks.tasks
  USING gin (list_id extensions.uuid_ops, tasks.searched_text(title, description) extensions.gin_trgm_ops)
  WITH (gin_pending_list_limit = 512)
  WHERE deleted_at IS NULL;
CREATE INDEX tasks_search_words ON tasks.tasks
  USING gin (list_id extensions.uuid_ops, to_tsvector('english', tasks.searched_text(title, description)))
  WITH (gin_pending_list_limit = 512)
  WHERE deleted_at IS NULL;

-- How many tasks a part of a text matches: without it, the planner guesses by the length of the part, and reads all tasks
-- of a list instead of the index.
CREATE STATISTICS tasks.tasks_searched_text ON (tasks.searched_text(title, description)) FROM tasks.tasks;

-- The ids of tasks that have each of the words, in title or description: as a part of their text (of one or two letters:
-- at the beginning of a word), or as an English word of the same stem. In the order of the page, after a position.
--
-- With row-level security, Postgres uses no index for a condition on the text, because the operators might reveal rows
-- that the condition is tested on. So the function runs as the owner of the table, whom the policy "filling" shows all
-- rows, and selects the lists of the transaction's user itself. It returns ids only: the rows are read with row-level
-- security.
CREATE FUNCTION tasks.search(
    in_list uuid, words text, status text, tag text, of_priority text, of_assignee text, earliest timestamp,
    too_late timestamp, zones text[], times timestamp[], sort text, after_key text, after_created_at timestamptz,
    after_id uuid, most integer)
  RETURNS SETOF uuid
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  -- Changed below; as they were before when the function ends.
  SET enable_seqscan = off
  SET enable_indexscan = on
  SET enable_bitmapscan = on
  AS $$
DECLARE
  searched constant text := 'tasks.searched_text(title, description)';
  lists uuid[] := CASE WHEN in_list IS NULL THEN tasks.my_lists()
    ELSE ARRAY(SELECT l FROM unnest(tasks.my_lists()) AS l WHERE l = in_list) END;
  sort_key constant text := CASE sort WHEN 'DUE' THEN 'due_key, ' WHEN 'PRIORITY' THEN 'priority_key, ' ELSE '' END;
  condition text;
  stems text;
  candidates uuid[];
BEGIN
  SELECT string_agg(
      CASE WHEN word ~ '^[a-z0-9]{1,2}$' THEN format('%s ~ %L', searched, '\m' || word)
        ELSE format('%s LIKE %L', searched, '%' || regexp_replace(word, '([\\%_])', '\\\1', 'g') || '%') END,
      ' AND ')
    INTO condition FROM unnest(regexp_split_to_array(lower(words COLLATE pg_c_utf8), '\s+')) AS word WHERE word <> '';
  IF condition IS NULL THEN
    RETURN;
  END IF;
  -- Stop words have no stem. A text with a word of the stem has the first letters of the stem in nearly all cases, and to
  -- compare those is much faster than to find the stems of the text.
  SELECT string_agg(format('%s LIKE %L', searched, '%' || left(stem, 3) || '%'), ' AND ')
    INTO stems FROM unnest(tsvector_to_array(to_tsvector('english', words))) AS stem;
  IF stems IS NOT NULL THEN
    condition := format('((%s) OR (%s AND to_tsvector(''english'', %s) @@ plainto_tsquery(''english'', %L)))',
      condition, stems, searched, words);
  END IF;

  -- For rare words their index is read, and for others the tasks in the order of the page until it is full. Estimates
  -- do not decide that: they are wrong for words that belong together, and then a whole list is read for one page.
  PERFORM set_config('enable_indexscan', 'off', true);
  EXECUTE format(
      'SELECT array_agg(id) FROM (
         SELECT id FROM tasks.tasks WHERE list_id = ANY ($1) AND deleted_at IS NULL AND %s LIMIT 1001) AS c', condition)
    INTO candidates USING lists;
  PERFORM set_config('enable_indexscan', 'on', true);
  IF candidates IS NULL THEN
    RETURN;
  ELSIF cardinality(candidates) <= 1000 THEN
    condition := 'id = ANY ($12)';
  ELSE
    PERFORM set_config('enable_bitmapscan', 'off', true);
  END IF;

  -- $4 to $8 as in the statements of FoundTaskRows.
  RETURN QUERY EXECUTE format(
      'SELECT t.id FROM unnest($1) AS list (id) CROSS JOIN LATERAL (
         SELECT id, created_at, due_key, priority_key FROM tasks.tasks
         WHERE list_id = list.id AND deleted_at IS NULL AND %1$s%2$s
           AND ($2 IS NULL OR $2 = ANY (tags))
           AND ($3 IS NULL OR priority = $3)
           AND ($4 IS NULL OR assignee = $4)
           AND ($5 IS NULL OR (due_key >= $5 AND due_key < $6))
           AND ($7 IS NULL OR (completed_at IS NULL AND skipped_at IS NULL
             AND due_date + coalesce(due_time, time ''24:00'') <= (
               SELECT zone.now FROM unnest($7, $8) AS zone (name, now) WHERE zone.name = coalesce(due_zone, ''none''))))
           AND (%3$screated_at, id) > (%4$s$9, $10)
         ORDER BY %3$screated_at, id LIMIT $11) t
       ORDER BY %3$st.created_at, t.id LIMIT $11',
      condition,
      CASE status WHEN 'OPEN' THEN ' AND completed_at IS NULL AND skipped_at IS NULL'
        WHEN 'COMPLETED' THEN ' AND completed_at IS NOT NULL' ELSE '' END,
      sort_key,
      CASE WHEN sort_key = '' THEN '' ELSE format('%L, ', after_key) END)
    USING lists, tag, of_priority, of_assignee, earliest, too_late, zones, times, after_created_at, after_id, most,
      candidates;
END $$;
GRANT EXECUTE ON FUNCTION tasks.search(
  uuid, text, text, text, text, text, timestamp, timestamp, text[], timestamp[], text, text, timestamptz, uuid, integer)
  TO "task-api";
