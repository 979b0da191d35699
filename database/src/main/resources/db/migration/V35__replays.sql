-- An event that a function never got, because its Trigger was deleted or offsets were lost, could not be delivered any
-- more. `operations` reads the events of a period from their topics again, and sends those that the ledger of the
-- function does not have.
CREATE TABLE operations.replays (
  id          uuid        PRIMARY KEY,
  function    text        NOT NULL,
  -- MISSING: what the ledger of the function does not have. FORCE: every event, also those that took effect.
  mode        text        NOT NULL CHECK (mode IN ('MISSING', 'FORCE')),
  -- Counts, and sends nothing.
  dry_run     boolean     NOT NULL,
  -- FORCE: why.
  reason      text,
  -- When an event came into its topic.
  from_at     timestamptz NOT NULL,
  to_at       timestamptz NOT NULL,
  -- Separated by commas: CloudEvents types that the function subscribes to.
  event_types text        NOT NULL,
  -- Only the events of this person; null for all.
  owner       text,
  state       text        NOT NULL CHECK (state IN ('RUNNING', 'PAUSED', 'CANCELLED', 'FINISHED')),
  created_by  text        NOT NULL,
  created_at  timestamptz NOT NULL,
  per_second  integer     NOT NULL CHECK (per_second BETWEEN 1 AND 500),
  -- The last step that was made. Each step is an event, and the event of an earlier step does nothing.
  step        integer     NOT NULL,
  stepped_at  timestamptz NOT NULL,
  -- For how long it has run, without pauses.
  running_ms  bigint      NOT NULL,
  finished_at timestamptz,
  CHECK (from_at < to_at),
  CHECK (mode <> 'FORCE' OR reason IS NOT NULL)
);
CREATE UNIQUE INDEX replays_one_of_a_function ON operations.replays (function)
  WHERE state IN ('RUNNING', 'PAUSED') AND NOT dry_run;
CREATE INDEX replays_by_time ON operations.replays (created_at, id);

-- What a replay reads, from the offset of the first event of its period to that of the first one after it. Set by its
-- first step.
CREATE TABLE operations.replay_partitions (
  replay       uuid    NOT NULL REFERENCES operations.replays ON DELETE CASCADE,
  topic        text    NOT NULL,
  number       integer NOT NULL,
  begin_offset bigint  NOT NULL,
  next_offset  bigint  NOT NULL,
  end_offset   bigint  NOT NULL,
  PRIMARY KEY (replay, topic, number),
  CHECK (begin_offset <= next_offset AND next_offset <= end_offset)
);

-- How many of the events that were read the ledger gave which answer for.
CREATE TABLE operations.replay_counts (
  replay     uuid   NOT NULL REFERENCES operations.replays ON DELETE CASCADE,
  event_type text   NOT NULL,
  -- MISSING, or a state of the ledger; ERASED also without one, if the owner has erased themself since.
  answer     text   NOT NULL CHECK (answer IN ('MISSING', 'COMPLETED', 'PARKED', 'RETRYING', 'ERASED')),
  events     bigint NOT NULL,
  PRIMARY KEY (replay, event_type, answer)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON operations.replays, operations.replay_partitions, operations.replay_counts
  TO operations;

-- The rebuild of insights that is in progress. A second one at the same time is refused; one whose process has died is
-- replaced when its lease has ended.
CREATE TABLE insights.rebuilds (
  one          boolean     PRIMARY KEY DEFAULT true CHECK (one),
  token        uuid        NOT NULL,
  leased_until timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON insights.rebuilds TO "task-insights";
