-- Nothing read the topic of dead letters, and a parked event could not be processed any more. Now the function
-- `operations` keeps a record of each, and sends those that an operator chooses to the one function that failed.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'operations') THEN
    CREATE ROLE operations NOLOGIN;
  END IF;
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO operations', current_database());
END $$;

CREATE SCHEMA operations;

-- Once for each event that a function could not process; one that it processes later stays with the state RESOLVED.
CREATE TABLE operations.dead_letters (
  id              uuid        PRIMARY KEY,
  -- The Knative Service that the event was for; 'unknown' if the dead letter does not say.
  function        text        NOT NULL,
  source          text        NOT NULL,
  event_id        text        NOT NULL,
  event_type      text        NOT NULL,
  subject         text,
  owner           text,
  event_time      timestamptz,
  trace_id        text,
  -- The event as it was published, without what the broker added; null when its owner has erased themself.
  attributes      jsonb,
  data            bytea,
  -- Of the last failure: the reason, the same without ids and numbers, the status, and what the broker added.
  reason          text        NOT NULL,
  reason_group    text        NOT NULL,
  status_code     integer,
  error           jsonb       NOT NULL,
  state           text        NOT NULL CHECK (state IN ('OPEN', 'REDRIVING', 'RESOLVED', 'DISCARDED')),
  -- How often it was sent again.
  generation      integer     NOT NULL CHECK (generation BETWEEN 0 AND 5),
  -- REDRIVING: the redrive that it belongs to.
  redrive         uuid,
  -- RESOLVED and DISCARDED: who or what closed it, and why.
  closed_by       text,
  closed_reason   text,
  first_failed_at timestamptz NOT NULL,
  last_failed_at  timestamptz NOT NULL,
  changed_at      timestamptz NOT NULL,
  UNIQUE (function, source, event_id),
  CHECK ((state = 'REDRIVING') = (redrive IS NOT NULL)),
  CHECK ((state IN ('RESOLVED', 'DISCARDED')) = (closed_reason IS NOT NULL))
);
-- Newest first, and the same among those with one of the filters.
CREATE INDEX dead_letters_by_time ON operations.dead_letters (first_failed_at, id);
CREATE INDEX dead_letters_of_a_state ON operations.dead_letters (state, first_failed_at, id);
CREATE INDEX dead_letters_of_a_function ON operations.dead_letters (function, first_failed_at, id);
CREATE INDEX dead_letters_of_a_type ON operations.dead_letters (event_type, first_failed_at, id);
CREATE INDEX dead_letters_of_a_reason ON operations.dead_letters (reason_group, first_failed_at, id);
CREATE INDEX dead_letters_of_an_owner ON operations.dead_letters (owner, first_failed_at, id) WHERE owner IS NOT NULL;
CREATE INDEX dead_letters_of_a_redrive ON operations.dead_letters (redrive) WHERE redrive IS NOT NULL;

-- The same event may fail again after each redrive.
CREATE TABLE operations.failures (
  letter      uuid        NOT NULL REFERENCES operations.dead_letters ON DELETE CASCADE,
  generation  integer     NOT NULL,
  failed_at   timestamptz NOT NULL,
  reason      text        NOT NULL,
  status_code integer,
  -- How often the function has tried; null if its ledger does not know the event.
  attempts    integer,
  PRIMARY KEY (letter, generation)
);

CREATE TABLE operations.redrives (
  id                   uuid        PRIMARY KEY,
  state                text        NOT NULL CHECK (state IN ('RUNNING', 'PAUSED', 'CANCELLED', 'FINISHED')),
  created_by           text        NOT NULL,
  created_at           timestamptz NOT NULL,
  per_second           integer     NOT NULL CHECK (per_second BETWEEN 1 AND 500),
  -- In per cent of the letters whose outcome is known.
  stop_at_failure_rate integer     CHECK (stop_at_failure_rate BETWEEN 1 AND 100),
  -- PAUSED: why.
  pause_reason         text,
  -- The last step that was made. Each step is an event, and the event of an earlier step does nothing.
  step                 integer     NOT NULL,
  stepped_at           timestamptz NOT NULL,
  -- How many steps in a row have found nothing to do.
  idle_steps           integer     NOT NULL,
  finished_at          timestamptz
);
CREATE INDEX redrives_by_time ON operations.redrives (created_at, id);

-- The letters of a redrive, chosen when it was created.
CREATE TABLE operations.redrive_letters (
  redrive    uuid        NOT NULL REFERENCES operations.redrives ON DELETE CASCADE,
  letter     uuid        NOT NULL REFERENCES operations.dead_letters ON DELETE CASCADE,
  -- WAITING to be sent, SENT without an outcome, RESOLVED, FAILED again, ERASED with its owner, CANCELLED unsent.
  state      text        NOT NULL CHECK (state IN ('WAITING', 'SENT', 'RESOLVED', 'FAILED', 'ERASED', 'CANCELLED')),
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (redrive, letter)
);
CREATE INDEX redrive_letters_by_state ON operations.redrive_letters (redrive, state, letter);
CREATE INDEX redrive_letters_of_a_letter ON operations.redrive_letters (letter);

GRANT USAGE ON SCHEMA operations, runtime, tasks TO operations;
GRANT SELECT, INSERT, UPDATE, DELETE
  ON operations.dead_letters, operations.failures, operations.redrives, operations.redrive_letters TO operations;
GRANT SELECT, INSERT, UPDATE, DELETE ON runtime.outbox TO operations;
GRANT SELECT, INSERT, UPDATE ON runtime.ledger TO operations;
GRANT SELECT, INSERT, UPDATE, DELETE ON runtime.idempotency_keys TO operations;
GRANT EXECUTE ON FUNCTION tasks.erased_at(text, timestamptz) TO operations;
GRANT USAGE ON SCHEMA usage TO operations;
GRANT INSERT ON usage.instances, usage.batches, usage.invocations TO operations;

-- The highest generation of a redrive by which the event was processed or parked. A redrive of a higher generation opens
-- a parked event.
ALTER TABLE runtime.ledger ADD COLUMN generation integer NOT NULL DEFAULT 0;

-- For the functions below, which run as the owner of the table.
CREATE POLICY states ON runtime.ledger FOR SELECT TO CURRENT_USER USING (true);

-- What the ledgers of the functions say about these events; nothing of their content.
CREATE FUNCTION runtime.states_of(events jsonb)
  RETURNS TABLE (consumer text, source text, event_id text, state text, attempts integer, generation integer, reason text,
    changed_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
SELECT l.consumer, l.source, l.event_id, l.state, l.attempts, l.generation, l.reason, l.changed_at
FROM jsonb_to_recordset(events) AS e (consumer text, source text, event_id text)
JOIN runtime.ledger l ON l.consumer = e.consumer AND l.source = e.source AND l.event_id = e.event_id
$$;

-- The same of one event, in all ledgers.
CREATE FUNCTION runtime.states_everywhere(event_source text, event text)
  RETURNS TABLE (consumer text, source text, event_id text, state text, attempts integer, generation integer, reason text,
    changed_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
SELECT l.consumer, l.source, l.event_id, l.state, l.attempts, l.generation, l.reason, l.changed_at
FROM runtime.ledger l WHERE l.source = event_source AND l.event_id = event ORDER BY l.consumer
$$;

-- Parked events without a record of their failure: the broker has not delivered their dead letters within a minute.
CREATE FUNCTION operations.parked_without_letter(at_most integer)
  RETURNS TABLE (consumer text, attributes text, data bytea, reason text, attempts integer, generation integer,
    changed_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
SELECT l.consumer, l.attributes::text, l.data, l.reason, l.attempts, l.generation, l.changed_at
FROM runtime.ledger l
WHERE l.state = 'PARKED' AND l.changed_at < now() - interval '1 minute' AND NOT EXISTS (
  SELECT FROM operations.dead_letters d JOIN operations.failures f ON f.letter = d.id AND f.generation = l.generation
  WHERE d.function = l.consumer AND d.source = l.attributes ->> 'source' AND d.event_id = l.attributes ->> 'id')
ORDER BY l.changed_at LIMIT at_most
$$;

REVOKE ALL ON FUNCTION runtime.states_of(jsonb), runtime.states_everywhere(text, text),
  operations.parked_without_letter(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION runtime.states_of(jsonb), runtime.states_everywhere(text, text),
  operations.parked_without_letter(integer) TO operations;
