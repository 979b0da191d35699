-- What the reminder functions keep: what they were told of tasks and people, when somebody is to be reminded, and what
-- became of it. reminder-scheduler plans, reminder-dispatch delivers.
DO $$
DECLARE
  function text;
BEGIN
  FOREACH function IN ARRAY ARRAY['reminder-scheduler', 'reminder-dispatch'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = function) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', function);
    END IF;
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA runtime TO "reminder-scheduler", "reminder-dispatch";
GRANT SELECT, INSERT, UPDATE, DELETE ON runtime.outbox TO "reminder-scheduler", "reminder-dispatch";
GRANT SELECT, INSERT, UPDATE ON runtime.ledger TO "reminder-scheduler", "reminder-dispatch";

CREATE SCHEMA reminders;

-- A task as its newest event had it. A deleted one stays, so that an older event cannot bring it back.
CREATE TABLE reminders.tasks (
  task_id uuid    PRIMARY KEY,
  list_id uuid    NOT NULL,
  -- Who is reminded: the assignee, else who made it; null if that person may not see it.
  user_id text,
  version bigint  NOT NULL CHECK (version > 0),
  open    boolean NOT NULL,
  -- The TaskSnapshot of the event, as JSON.
  task    text    NOT NULL
);
CREATE INDEX tasks_of_a_person ON reminders.tasks (user_id) WHERE open;
CREATE INDEX tasks_of_a_list ON reminders.tasks (list_id, user_id) WHERE open;

-- A person as their newest profile event had them; made by whatever is heard of them first.
CREATE TABLE reminders.people (
  user_id           text   PRIMARY KEY,
  -- 0 while no profile was heard of.
  version           bigint NOT NULL CHECK (version >= 0),
  -- The ProfileSnapshot of the event, as JSON; null before any.
  profile           text,
  -- What a mail's List-Unsubscribe names instead of the person.
  unsubscribe_token uuid   NOT NULL UNIQUE,
  -- Kinds that are not mailed any more since the person said so in a mail, until they choose their channels again.
  unsubscribed      text[] NOT NULL DEFAULT '{}',
  -- The next digest: its local day and when it is to go out; null for none.
  digest_date       date,
  digest_at         timestamptz,
  -- When the person erased themself: no event from before brings anything back.
  erased_at         timestamptz,
  CHECK ((digest_date IS NULL) = (digest_at IS NULL))
);
CREATE INDEX people_digests ON reminders.people (digest_at) WHERE digest_at IS NOT NULL;

-- A reminder of a task at one instant. Moving the due date cancels a row and plans another, so that one instant is
-- never told twice.
CREATE TABLE reminders.reminders (
  id              uuid        PRIMARY KEY,
  task_id         uuid        NOT NULL,
  -- Which of the task's reminders: "before PT15M", "at 2026-03-01T09:00 Europe/Berlin".
  key             text        NOT NULL,
  user_id         text        NOT NULL,
  -- The newest version of the task that asked for it.
  task_version    bigint      NOT NULL,
  instant         timestamptz NOT NULL,
  -- When the person is to be told: the instant, or the end of quiet hours, or what a snooze put it off to.
  fires_at        timestamptz NOT NULL,
  snoozed         boolean     NOT NULL DEFAULT false,
  -- Whether it was told later than it should have been, because nothing was awake to.
  late            boolean     NOT NULL DEFAULT false,
  state           text        NOT NULL CHECK (state IN ('PLANNED', 'PAST', 'CANCELLED', 'DUE', 'EXPIRED')),
  -- The newest notification that told it; null before it was due.
  notification_id uuid,
  changed_at      timestamptz NOT NULL,
  UNIQUE (task_id, key, instant)
);
CREATE INDEX reminders_planned ON reminders.reminders (fires_at) WHERE state = 'PLANNED';
-- What was held until the end of one person's quiet hours is told together.
CREATE INDEX reminders_held ON reminders.reminders (user_id, fires_at, id)
  WHERE state = 'PLANNED' AND NOT snoozed AND fires_at <> instant;

-- What was handed to reminder-dispatch: written with the event reminder.due.
CREATE TABLE reminders.notifications (
  id      uuid        PRIMARY KEY,
  user_id text        NOT NULL,
  due_at  timestamptz NOT NULL,
  -- The Notification of the event, as JSON.
  told    text        NOT NULL
);

CREATE TABLE reminders.deliveries (
  notification_id uuid        NOT NULL REFERENCES reminders.notifications (id),
  channel         text        NOT NULL CHECK (channel IN ('EMAIL', 'PUSH')),
  state           text        NOT NULL
    CHECK (state IN ('PLANNED', 'SENDING', 'SENT', 'FAILED', 'SUPPRESSED', 'EXPIRED')),
  reason          text,
  -- SENDING: until when nobody else may send it, and the number that a late sender no longer has.
  leased_until    timestamptz,
  fence           bigint      NOT NULL DEFAULT 0,
  attempts        integer     NOT NULL DEFAULT 0,
  planned_at      timestamptz NOT NULL,
  sending_at      timestamptz,
  sent_at         timestamptz,
  failed_at       timestamptz,
  suppressed_at   timestamptz,
  expired_at      timestamptz,
  PRIMARY KEY (notification_id, channel)
);

CREATE TABLE reminders.devices (
  token         text        PRIMARY KEY CHECK (length(token) BETWEEN 1 AND 4096),
  user_id       text        NOT NULL,
  platform      text        NOT NULL,
  name          text,
  registered_at timestamptz NOT NULL
);
CREATE INDEX devices_of_a_person ON reminders.devices (user_id);

-- The one alarm clock: what the PingSource was last set to, and by which edition of the time zone data all rows were
-- planned. Whoever plans something holds the row shared until the commit; whoever sets the alarm, alone.
CREATE TABLE reminders.alarm (
  one       boolean PRIMARY KEY DEFAULT true CHECK (one),
  set_to    timestamptz,
  zone_data text
);
INSERT INTO reminders.alarm DEFAULT VALUES;

GRANT USAGE ON SCHEMA reminders TO "reminder-scheduler", "reminder-dispatch";
GRANT SELECT, INSERT, UPDATE ON reminders.tasks, reminders.people TO "reminder-scheduler";
GRANT SELECT, INSERT, UPDATE ON reminders.reminders, reminders.notifications TO "reminder-scheduler";
GRANT SELECT, UPDATE ON reminders.alarm TO "reminder-scheduler";
GRANT SELECT, INSERT, UPDATE, DELETE ON reminders.devices TO "reminder-scheduler";
GRANT SELECT ON reminders.deliveries TO "reminder-scheduler";
GRANT SELECT ON reminders.tasks, reminders.people, reminders.reminders, reminders.notifications TO "reminder-dispatch";
GRANT SELECT, DELETE ON reminders.devices TO "reminder-dispatch";
GRANT SELECT, INSERT, UPDATE ON reminders.deliveries TO "reminder-dispatch";

-- How it stands with each reminder, for whoever shows tasks.
CREATE VIEW reminders.states AS
  SELECT r.task_id, r.user_id, r.id, r.key, r.instant, r.fires_at, r.snoozed, r.late, r.notification_id,
    CASE WHEN r.state <> 'DUE' THEN lower(r.state)
      ELSE coalesce(
        (SELECT CASE
            WHEN bool_or(d.state = 'SENT') THEN 'sent'
            WHEN bool_or(d.state IN ('PLANNED', 'SENDING')) THEN 'due'
            WHEN bool_or(d.state = 'FAILED') THEN 'failed'
            WHEN bool_or(d.state = 'EXPIRED') THEN 'expired'
            WHEN bool_or(d.state = 'SUPPRESSED') THEN 'suppressed'
          END
          FROM reminders.deliveries d WHERE d.notification_id = r.notification_id),
        'due')
    END AS state
  FROM reminders.reminders r;

GRANT USAGE ON SCHEMA reminders TO "task-api";
GRANT SELECT ON reminders.states TO "task-api", "reminder-scheduler";
