-- Who may see a list, as the newest event of its sharing had it: whatever the order in which these events and those of
-- its tasks come, nobody loses a task for good that they may see, and nobody is given one that they may not.
CREATE TABLE reminders.lists (
  list_id    uuid        PRIMARY KEY,
  -- 0 before any such event: then the tasks' own events say who may see them. The row is made all the same, for whoever
  -- hears of a task holds it until the commit.
  version    bigint      NOT NULL CHECK (version >= 0),
  members    text[]      NOT NULL DEFAULT '{}',
  -- When these became its members.
  changed_at timestamptz NOT NULL DEFAULT 'epoch'
);

-- Who is reminded if they may see it: the assignee, else who made it.
ALTER TABLE reminders.tasks ADD COLUMN meant_for text;
UPDATE reminders.tasks
  SET meant_for = coalesce(user_id, CAST(task AS json) ->> 'assignee', CAST(task AS json) ->> 'createdBy');

GRANT SELECT, INSERT, UPDATE ON reminders.lists TO "reminder-scheduler";
