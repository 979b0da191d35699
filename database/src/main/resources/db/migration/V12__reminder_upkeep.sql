-- Who may see what is reminded of, and how long what nobody needs any more is kept.

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
CREATE INDEX lists_of_a_person ON reminders.lists USING gin (members);

-- Who is reminded if they may see it: the assignee, else who made it.
ALTER TABLE reminders.tasks ADD COLUMN meant_for text;
UPDATE reminders.tasks
  SET meant_for = coalesce(user_id, CAST(task AS json) ->> 'assignee', CAST(task AS json) ->> 'createdBy');

GRANT SELECT, INSERT, UPDATE ON reminders.lists TO "reminder-scheduler";

-- What people wrote goes with them, and when nobody has needed it for long; the row stays, so that no older event brings
-- anything back.
ALTER TABLE reminders.tasks
  ALTER COLUMN task DROP NOT NULL,
  ADD COLUMN heard_at timestamptz NOT NULL DEFAULT now(),
  ADD CHECK (task IS NOT NULL OR NOT open);
CREATE INDEX tasks_outlived ON reminders.tasks (heard_at) WHERE NOT open AND task IS NOT NULL;
CREATE INDEX tasks_of_nobody ON reminders.tasks (meant_for) WHERE user_id IS NULL;
CREATE INDEX reminders_age ON reminders.reminders USING brin (changed_at);
CREATE INDEX notifications_age ON reminders.notifications USING brin (due_at);
-- With a notification goes what became of it.
ALTER TABLE reminders.deliveries
  DROP CONSTRAINT deliveries_notification_id_fkey,
  ADD FOREIGN KEY (notification_id) REFERENCES reminders.notifications (id) ON DELETE CASCADE;

GRANT DELETE ON reminders.reminders, reminders.notifications TO "reminder-scheduler";
