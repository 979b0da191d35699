-- Lists that people share, and people themselves. From here on a row of theirs is only seen by who may see it: each
-- transaction says for whom it acts, and one that says nothing sees nothing. That holds for the tables' owner as well:
-- a later migration that changes rows must say NO FORCE ROW LEVEL SECURITY first, and FORCE it again.
CREATE FUNCTION tasks.app_user() RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE
  -- After a transaction that set it, an unset setting reads '' and not NULL.
  RETURN nullif(current_setting('app.user', true), '');

ALTER TABLE tasks.lists
  ADD COLUMN version    bigint NOT NULL DEFAULT 1 CHECK (version > 0),
  ADD COLUMN updated_at timestamptz,
  ADD COLUMN deleted_at timestamptz;
UPDATE tasks.lists SET updated_at = created_at;
ALTER TABLE tasks.lists
  ALTER COLUMN updated_at SET NOT NULL,
  ALTER COLUMN version DROP DEFAULT;

-- Who may see a list, and do what in it; where it stands among that person's lists. The owner of a list is always one.
CREATE TABLE tasks.members (
  list_id   uuid        NOT NULL REFERENCES tasks.lists (id),
  user_id   text        NOT NULL,
  role      text        NOT NULL CHECK (role IN ('OWNER', 'EDITOR', 'VIEWER')),
  -- Null while that person has not moved any: behind those that were, in the order in which they came.
  position  integer,
  joined_at timestamptz NOT NULL,
  PRIMARY KEY (list_id, user_id)
);
CREATE INDEX members_lists ON tasks.members (user_id, position);
INSERT INTO tasks.members SELECT id, owner, 'OWNER', CASE WHEN inbox THEN 0 END, created_at FROM tasks.lists;

CREATE TABLE tasks.profiles (
  user_id           text        PRIMARY KEY,
  display_name      text,
  zone              text,
  language          text,
  email             text,
  default_reminders text,
  version           bigint      NOT NULL CHECK (version > 0),
  created_at        timestamptz NOT NULL,
  updated_at        timestamptz NOT NULL
);

-- Reads the memberships as the tables' owner, to whom only the policy "mine" applies: a policy on members that asked
-- members would ask itself. Asked once a statement, as (SELECT tasks.my_lists()).
CREATE FUNCTION tasks.my_lists() RETURNS uuid[]
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$ SELECT coalesce(array_agg(list_id), '{}') FROM tasks.members WHERE user_id = tasks.app_user() $$;

ALTER TABLE tasks.members ENABLE ROW LEVEL SECURITY;
ALTER TABLE tasks.members FORCE ROW LEVEL SECURITY;
CREATE POLICY mine ON tasks.members FOR SELECT USING (user_id = tasks.app_user());
CREATE POLICY of_my_lists ON tasks.members TO "task-api", "on-completed-recurrence"
  USING (list_id = ANY ((SELECT tasks.my_lists())::uuid[]));
CREATE POLICY founder ON tasks.members FOR INSERT TO "task-api"
  WITH CHECK (user_id = tasks.app_user()
    AND EXISTS (SELECT FROM tasks.lists WHERE id = list_id AND owner = tasks.app_user()));

ALTER TABLE tasks.lists ENABLE ROW LEVEL SECURITY;
ALTER TABLE tasks.lists FORCE ROW LEVEL SECURITY;
CREATE POLICY mine ON tasks.lists
  USING (owner = tasks.app_user() OR id = ANY ((SELECT tasks.my_lists())::uuid[]));

ALTER TABLE tasks.tasks ENABLE ROW LEVEL SECURITY;
ALTER TABLE tasks.tasks FORCE ROW LEVEL SECURITY;
CREATE POLICY of_my_lists ON tasks.tasks USING (list_id = ANY ((SELECT tasks.my_lists())::uuid[]));

ALTER TABLE tasks.profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE tasks.profiles FORCE ROW LEVEL SECURITY;
CREATE POLICY mine ON tasks.profiles USING (user_id = tasks.app_user());

GRANT UPDATE ON tasks.lists TO "task-api";
GRANT SELECT, INSERT, UPDATE, DELETE ON tasks.members TO "task-api";
GRANT SELECT, INSERT, UPDATE ON tasks.profiles TO "task-api";
GRANT SELECT ON tasks.members TO "on-completed-recurrence";
