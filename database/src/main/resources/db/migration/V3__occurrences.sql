-- An occurrence holds the rule it came by, so that what has been keeps the rule it had and what is to come can get
-- another. A series is what its occurrences have in common, and no row of its own.
ALTER TABLE tasks.tasks
  ADD COLUMN created_by   text,
  ADD COLUMN assignee     text,
  ADD COLUMN reminders    text,
  -- Which occurrence of its series it is, from 1; by which rule, and the first due from which that counts.
  ADD COLUMN number       integer CHECK (number > 0),
  ADD COLUMN rule         text,
  ADD COLUMN anchor_date  date,
  ADD COLUMN anchor_time  time,
  ADD COLUMN anchor_zone  text,
  -- The occurrence whose completion made this one.
  ADD COLUMN previous_id  uuid,
  -- False while it is as its rule made it.
  ADD COLUMN touched      boolean NOT NULL DEFAULT true,
  ADD COLUMN skipped_at   timestamptz,
  -- Where the person was who completed or skipped it.
  ADD COLUMN closed_zone  text,
  -- What the next one gets where somebody changed this one only.
  ADD COLUMN carried      text,
  -- When each field was last written, by the clock of who wrote it.
  ADD COLUMN written_at   text,
  ADD COLUMN deletion     text CHECK (deletion IN ('TASK', 'OCCURRENCE', 'REOPENED', 'LIST'));

UPDATE tasks.tasks SET created_by = owner, deletion = CASE WHEN deleted_at IS NULL THEN NULL ELSE 'TASK' END;
UPDATE tasks.tasks SET closed_zone = 'UTC' WHERE completed_at IS NOT NULL;
UPDATE tasks.tasks t
SET number = 1, anchor_date = s.anchor_date, anchor_time = s.anchor_time, anchor_zone = s.anchor_zone,
    rule = json_build_object('frequency', lower(s.frequency), 'interval', s.every)::text
FROM tasks.series s WHERE s.id = t.series_id;
UPDATE tasks.tasks t SET number = n.number
FROM (SELECT id, row_number() OVER (PARTITION BY series_id ORDER BY occurrence) AS number
      FROM tasks.tasks WHERE series_id IS NOT NULL) n
WHERE n.id = t.id;
UPDATE tasks.tasks t SET previous_id = p.id
FROM tasks.tasks p WHERE p.series_id = t.series_id AND p.number = t.number - 1;

ALTER TABLE tasks.tasks
  ALTER COLUMN created_by SET NOT NULL,
  ALTER COLUMN touched DROP DEFAULT,
  DROP CONSTRAINT tasks_series_id_owner_fkey,
  DROP CONSTRAINT tasks_series_id_occurrence_key,
  DROP CONSTRAINT tasks_check,
  DROP CONSTRAINT tasks_check1,
  ADD CHECK ((series_id IS NULL) = (rule IS NULL) AND (series_id IS NULL) = (number IS NULL)),
  ADD CHECK ((occurrence IS NULL) = (anchor_date IS NULL)),
  ADD CHECK (series_id IS NOT NULL OR occurrence IS NULL),
  ADD CHECK (due_date IS NOT NULL OR (due_time IS NULL AND due_zone IS NULL)),
  ADD CHECK (completed_at IS NULL OR skipped_at IS NULL),
  ADD CHECK ((completed_at IS NULL AND skipped_at IS NULL) = (closed_zone IS NULL)),
  ADD CHECK ((deleted_at IS NULL) = (deletion IS NULL));
DROP TABLE tasks.series;

-- One completion makes one next, whatever becomes of the series; one that was taken back does not count.
CREATE UNIQUE INDEX tasks_one_next ON tasks.tasks (previous_id) WHERE deletion IS DISTINCT FROM 'REOPENED';
CREATE INDEX tasks_of_series ON tasks.tasks (series_id, number);

-- Pages are read list by list and merged.
DROP INDEX tasks.tasks_page;
DROP INDEX tasks.tasks_page_open;
CREATE INDEX tasks_page ON tasks.tasks (list_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_page_open ON tasks.tasks (list_id, created_at, id)
  WHERE deleted_at IS NULL AND completed_at IS NULL AND skipped_at IS NULL;

-- The next one may be one that was taken back before.
GRANT UPDATE ON tasks.tasks TO "on-completed-recurrence";
