-- Lists, tasks and the series that tasks come back by.
CREATE SCHEMA tasks;

CREATE TABLE tasks.lists (
  id         uuid        PRIMARY KEY,
  owner      text        NOT NULL,
  name       text        NOT NULL,
  inbox      boolean     NOT NULL,
  created_at timestamptz NOT NULL,
  UNIQUE (id, owner)
);
CREATE UNIQUE INDEX lists_one_inbox ON tasks.lists (owner) WHERE inbox;

-- A series is never updated: a new rule is a new series, and what has been keeps the rule it had.
CREATE TABLE tasks.series (
  id          uuid    PRIMARY KEY,
  owner       text    NOT NULL,
  frequency   text    NOT NULL CHECK (frequency IN ('DAILY', 'WEEKLY', 'MONTHLY')),
  every       integer NOT NULL CHECK (every BETWEEN 1 AND 1000),
  anchor_date date    NOT NULL,
  anchor_time time,
  anchor_zone text,
  UNIQUE (id, owner)
);

-- One row is one occurrence; it is never dated anew. Deleted rows stay, so that a late event meets a deleted task
-- and not an unknown one.
CREATE TABLE tasks.tasks (
  id           uuid        PRIMARY KEY,
  owner        text        NOT NULL,
  list_id      uuid        NOT NULL,
  title        text        NOT NULL,
  description  text,
  priority     text        NOT NULL CHECK (priority IN ('HIGH', 'MEDIUM', 'LOW', 'NONE')),
  tags         text[]      NOT NULL,
  due_date     date,
  due_time     time,
  due_zone     text,
  series_id    uuid,
  occurrence   text,
  completed_at timestamptz,
  version      bigint      NOT NULL CHECK (version > 0),
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL,
  deleted_at   timestamptz,
  -- A list, a series and their tasks have one owner.
  FOREIGN KEY (list_id, owner) REFERENCES tasks.lists (id, owner),
  FOREIGN KEY (series_id, owner) REFERENCES tasks.series (id, owner),
  UNIQUE (series_id, occurrence),
  CHECK ((series_id IS NULL) = (occurrence IS NULL)),
  CHECK (due_date IS NOT NULL OR (due_time IS NULL AND due_zone IS NULL AND series_id IS NULL))
);

-- The order of the pages; most people look at what is open, and most of what they have is not.
CREATE INDEX tasks_page ON tasks.tasks (owner, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_page_open ON tasks.tasks (owner, created_at, id) WHERE deleted_at IS NULL AND completed_at IS NULL;

GRANT USAGE ON SCHEMA tasks TO "task-api", "on-completed-recurrence";
GRANT SELECT, INSERT ON tasks.lists TO "task-api";
GRANT SELECT, INSERT ON tasks.series TO "task-api";
GRANT SELECT, INSERT, UPDATE, DELETE ON tasks.tasks TO "task-api";
GRANT SELECT ON tasks.series TO "on-completed-recurrence";
GRANT SELECT, INSERT ON tasks.tasks TO "on-completed-recurrence";
-- It changes no task, but locks the completed one, which Postgres allows to those who may update a column.
GRANT UPDATE (id) ON tasks.tasks TO "on-completed-recurrence";
