-- What every function stands on: the ledger (the only way in) and the outbox (the only way out).
-- One role per function. Roles belong to the whole cluster, so another database may have made them already;
-- whether one may log in, and how, is the environment's business.
DO $$
DECLARE
  function text;
BEGIN
  FOREACH function IN ARRAY ARRAY['task-api', 'on-completed-recurrence'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = function) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', function);
    END IF;
  END LOOP;
END $$;

CREATE SCHEMA runtime;

-- The text of a row's owner column is the role that wrote it: each function sees its own rows only.
CREATE TABLE runtime.ledger (
  consumer     text        NOT NULL DEFAULT current_user,
  source       text        NOT NULL,
  event_id     text        NOT NULL,
  event_type   text        NOT NULL,
  state        text        NOT NULL CHECK (state IN ('COMPLETED', 'RETRYING', 'PARKED')),
  attempts     integer     NOT NULL CHECK (attempts > 0),
  -- RETRYING: the delivery that waits to try again, and until when nobody else may.
  lease        uuid,
  leased_until timestamptz,
  -- RETRYING and PARKED: why the last attempt failed.
  reason       text,
  -- PARKED: the event whole, so that it can be replayed.
  attributes   jsonb,
  data         bytea,
  received_at  timestamptz NOT NULL DEFAULT now(),
  changed_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consumer, source, event_id),
  CHECK ((state = 'RETRYING') = (lease IS NOT NULL AND leased_until IS NOT NULL)),
  CHECK ((state = 'PARKED') = (attributes IS NOT NULL))
);
CREATE INDEX ledger_parked ON runtime.ledger (consumer, changed_at) WHERE state = 'PARKED';

-- A row stays until Kafka has acknowledged the event.
CREATE TABLE runtime.outbox (
  id         uuid        PRIMARY KEY,
  producer   text        NOT NULL DEFAULT current_user,
  topic      text        NOT NULL,
  attributes jsonb       NOT NULL,
  data       bytea       NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX outbox_stranded ON runtime.outbox (producer, created_at);

ALTER TABLE runtime.ledger ENABLE ROW LEVEL SECURITY;
ALTER TABLE runtime.ledger FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON runtime.ledger USING (consumer = current_user) WITH CHECK (consumer = current_user);

ALTER TABLE runtime.outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE runtime.outbox FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON runtime.outbox USING (producer = current_user) WITH CHECK (producer = current_user);

GRANT USAGE ON SCHEMA runtime TO "task-api", "on-completed-recurrence";
-- UPDATE only to hold a row (FOR UPDATE) while it is published.
GRANT SELECT, INSERT, UPDATE, DELETE ON runtime.outbox TO "task-api", "on-completed-recurrence";
GRANT SELECT, INSERT, UPDATE ON runtime.ledger TO "on-completed-recurrence";
