-- An event profile.deleted was believed, whoever had sent it: three functions destroyed what they stored of a person
-- who had erased nothing. Now task-api records each erasure in its transaction, and the functions ask for this record
-- before they destroy anything.
CREATE TABLE tasks.erasures (
  user_id   text        NOT NULL,
  -- The time of the event that reports the erasure.
  erased_at timestamptz NOT NULL
);
CREATE INDEX erasures_of_a_user ON tasks.erasures (user_id, erased_at);

ALTER TABLE tasks.erasures ENABLE ROW LEVEL SECURITY;
ALTER TABLE tasks.erasures FORCE ROW LEVEL SECURITY;
CREATE POLICY mine ON tasks.erasures FOR INSERT TO "task-api" WITH CHECK (user_id = tasks.app_user());
-- For the function below, which runs as the owner of the table.
CREATE POLICY confirmed ON tasks.erasures FOR SELECT TO CURRENT_USER USING (true);
GRANT INSERT ON tasks.erasures TO "task-api";

-- When this person erased themself: the first time that is not before the reported one; null if there is none.
CREATE FUNCTION tasks.erased_at(person text, reported_at timestamptz) RETURNS timestamptz
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT min(e.erased_at) FROM tasks.erasures e WHERE e.user_id = person AND e.erased_at >= reported_at $$;

REVOKE ALL ON FUNCTION tasks.erased_at(text, timestamptz) FROM PUBLIC;
GRANT USAGE ON SCHEMA tasks TO "audit-sink", "reminder-scheduler", "sync-push";
GRANT EXECUTE ON FUNCTION tasks.erased_at(text, timestamptz) TO "audit-sink", "reminder-scheduler", "sync-push";
