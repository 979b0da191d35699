-- Nobody could see how much they had done: task-events keeps 7 days, and the trail is sealed. task-insights keeps its own
-- facts for as long as the person exists, and figures for each of their days.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'task-insights') THEN
    CREATE ROLE "task-insights" NOLOGIN;
  END IF;
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO "task-insights"', current_database());
END $$;

ALTER TABLE tasks.profiles
  ADD COLUMN day_starts_at text,
  ADD COLUMN daily_goal    integer CHECK (daily_goal >= 0),
  ADD COLUMN weekly_goal   integer CHECK (weekly_goal >= 0);

CREATE SCHEMA insights;

-- The state of a task after each of its events. Rows are added, and never changed: except that the id of a person who
-- erases themself is removed. Of two events of the same version, such as skipped and deleted, both have a row.
CREATE TABLE insights.facts (
  task_id       uuid        NOT NULL,
  version       bigint      NOT NULL CHECK (version > 0),
  -- The type of the event, or "filled" for a task that was there before the function.
  type          text        NOT NULL,
  at            timestamptz NOT NULL,
  -- Null for a person who has erased themself.
  owner         text,
  actor         text,
  created_by    text,
  assignee      text,
  list_id       uuid        NOT NULL,
  tags          text[]      NOT NULL,
  priority      text        NOT NULL,
  due_date      date,
  due_time      time,
  due_zone      text,
  status        text        NOT NULL CHECK (status IN ('OPEN', 'COMPLETED', 'SKIPPED')),
  closed_at     timestamptz CHECK ((closed_at IS NULL) = (status = 'OPEN')),
  -- The zone in which it was closed; null if the profile of the person at that time tells.
  closed_zone   text,
  created_at    timestamptz NOT NULL,
  series_id     uuid,
  number        integer,
  deleted       boolean     NOT NULL,
  PRIMARY KEY (task_id, version, type)
);
CREATE INDEX facts_of_an_owner ON insights.facts (owner, task_id);
CREATE INDEX facts_of_an_actor ON insights.facts (actor, task_id) WHERE actor IS DISTINCT FROM owner;
CREATE INDEX facts_of_an_author ON insights.facts (created_by, task_id) WHERE created_by IS DISTINCT FROM owner;
CREATE INDEX facts_of_an_assignee ON insights.facts (assignee, task_id) WHERE assignee IS DISTINCT FROM owner;

-- What the profile of a person said, from when: the zone and the start of the day of what they did then.
CREATE TABLE insights.profiles (
  person        text        NOT NULL,
  version       bigint      NOT NULL CHECK (version > 0),
  since         timestamptz NOT NULL,
  zone          text,
  day_starts_at text,
  daily_goal    integer,
  weekly_goal   integer,
  PRIMARY KEY (person, version)
);

-- The people whose entries and days exist. Those of others are made when the function meets them.
CREATE TABLE insights.people (
  person   text        PRIMARY KEY,
  built_at timestamptz NOT NULL DEFAULT now()
);

-- What a task counts for, and for whom: its creation, its completion, and that it was due. Made from the facts.
CREATE TABLE insights.entries (
  person       text     NOT NULL,
  task_id      uuid     NOT NULL,
  kind         text     NOT NULL CHECK (kind IN ('CREATED', 'COMPLETED', 'DUE')),
  day          date     NOT NULL,
  -- Null if it is due all day.
  hour         smallint CHECK (hour BETWEEN 0 AND 23),
  list_id      uuid     NOT NULL,
  tags         text[]   NOT NULL,
  priority     text     NOT NULL,
  status       text     NOT NULL,
  -- COMPLETED: from the creation to the completion, and how much later than due; null if it was not due.
  seconds      bigint,
  late_seconds bigint,
  -- DUE: since when it is overdue if it is open, and the day on which it was closed.
  overdue_from timestamptz,
  closed_day   date,
  series_id    uuid,
  number       integer,
  PRIMARY KEY (task_id, kind, person)
);
CREATE INDEX entries_of_a_day ON insights.entries (person, day);
CREATE INDEX entries_overdue ON insights.entries (person, overdue_from) WHERE kind = 'DUE' AND status = 'OPEN';
CREATE INDEX entries_of_a_series ON insights.entries (person, series_id, number) WHERE kind = 'DUE' AND series_id IS NOT NULL;

-- The figures of a local day of a person, as a whole and by hour, list, tag and priority. Made from the entries of the
-- day, always all anew.
CREATE TABLE insights.days (
  person       text     NOT NULL,
  dimension    text     NOT NULL CHECK (dimension IN ('all', 'hour', 'list', 'tag', 'priority')),
  day          date     NOT NULL,
  -- Empty for what is due all day, for a task without tags, and for the whole day.
  key          text     NOT NULL,
  created      integer  NOT NULL,
  completed    integer  NOT NULL,
  on_time      integer  NOT NULL,
  due_done     integer  NOT NULL,
  due_open     integer  NOT NULL,
  -- In ascending order. Percentiles of several days cannot be computed from those of each.
  seconds      bigint[] NOT NULL,
  late_seconds bigint[] NOT NULL,
  PRIMARY KEY (person, dimension, day, key)
);

GRANT USAGE ON SCHEMA insights, runtime, tasks, usage TO "task-insights";
GRANT SELECT, INSERT ON insights.facts, insights.profiles TO "task-insights";
GRANT SELECT, INSERT, DELETE ON insights.people, insights.entries, insights.days TO "task-insights";
GRANT SELECT, INSERT, UPDATE, DELETE ON runtime.outbox TO "task-insights";
GRANT SELECT, INSERT, UPDATE ON runtime.ledger TO "task-insights";
GRANT INSERT ON usage.instances, usage.batches, usage.invocations TO "task-insights";
GRANT EXECUTE ON FUNCTION tasks.erased_at(text, timestamptz) TO "task-insights";

-- Removes from the facts who this person was until they erased themself, if task-api has recorded that; what other
-- people did with the same tasks stays. What the person does after they have come back is theirs.
CREATE FUNCTION insights.forget(gone text, reported_at timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  erased_at timestamptz := tasks.erased_at(gone, reported_at);
BEGIN
  IF erased_at IS NULL THEN
    RETURN;
  END IF;
  UPDATE insights.facts SET owner = NULL WHERE owner = gone AND at <= erased_at;
  UPDATE insights.facts SET actor = NULL WHERE actor = gone AND actor IS DISTINCT FROM owner AND at <= erased_at;
  UPDATE insights.facts SET assignee = NULL WHERE assignee = gone AND assignee IS DISTINCT FROM owner AND at <= erased_at;
  -- Others still change what the person created.
  UPDATE insights.facts SET created_by = NULL
    WHERE created_by = gone AND created_by IS DISTINCT FROM owner AND created_at <= erased_at;
  DELETE FROM insights.facts WHERE owner IS NULL AND actor IS NULL AND assignee IS NULL AND created_by IS NULL;
  DELETE FROM insights.profiles p WHERE p.person = gone AND p.since <= erased_at;
END $$;

-- For the function below, which runs as the owner of these tables and fills the facts from them.
CREATE POLICY filling ON tasks.tasks FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY filling ON tasks.profiles FOR SELECT TO CURRENT_USER USING (true);

-- Adds the present state of each task and profile of which no fact is known: those from before this function, and what
-- happened while its Trigger did not exist. Who completed a task is not stored; it counts for the assignee, or the owner.
CREATE FUNCTION insights.fill() RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  filled integer;
BEGIN
  INSERT INTO insights.profiles (person, version, since, zone, day_starts_at, daily_goal, weekly_goal)
    SELECT user_id, version,
      CASE WHEN EXISTS (SELECT FROM insights.profiles k WHERE k.person = user_id) THEN updated_at
        ELSE timestamptz '0001-01-02 00:00:00Z' END,
      zone, day_starts_at, daily_goal, weekly_goal
    FROM tasks.profiles ON CONFLICT DO NOTHING;
  INSERT INTO insights.facts
    SELECT t.id, t.version, 'filled', t.updated_at, t.owner, coalesce(t.assignee, t.owner), t.created_by, t.assignee,
      t.list_id, t.tags, t.priority, t.due_date, t.due_time, t.due_zone,
      CASE WHEN t.completed_at IS NOT NULL THEN 'COMPLETED' WHEN t.skipped_at IS NOT NULL THEN 'SKIPPED' ELSE 'OPEN' END,
      coalesce(t.completed_at, t.skipped_at), t.closed_zone, t.created_at, t.series_id, t.number, t.deleted_at IS NOT NULL
    FROM tasks.tasks t
    WHERE NOT EXISTS (SELECT FROM insights.facts k WHERE k.task_id = t.id AND k.version >= t.version)
    ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS filled = ROW_COUNT;
  RETURN filled;
END $$;

REVOKE ALL ON FUNCTION insights.forget(text, timestamptz), insights.fill() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION insights.forget(text, timestamptz), insights.fill() TO "task-insights";

SELECT insights.fill();
