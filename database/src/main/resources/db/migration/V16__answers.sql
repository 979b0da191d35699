-- Answers to an Idempotency-Key are kept by every function that takes one, as its own.
ALTER TABLE tasks.idempotency_keys SET SCHEMA runtime;
ALTER TABLE runtime.idempotency_keys
  ADD COLUMN consumer text NOT NULL DEFAULT 'task-api',
  -- Of what is done in many transactions and not answered yet: until when nobody else begins it.
  ADD COLUMN running_until timestamptz;
ALTER TABLE runtime.idempotency_keys
  ALTER COLUMN consumer SET DEFAULT current_user,
  DROP CONSTRAINT idempotency_keys_pkey,
  ADD PRIMARY KEY (consumer, user_id, key);

DROP INDEX runtime.idempotency_keys_oldest;
CREATE INDEX idempotency_keys_oldest ON runtime.idempotency_keys (consumer, user_id, created_at);

DROP POLICY mine ON runtime.idempotency_keys;
CREATE POLICY own_rows ON runtime.idempotency_keys
  USING (consumer = current_user AND user_id = nullif(current_setting('app.user', true), ''));

GRANT SELECT, INSERT, UPDATE, DELETE ON runtime.idempotency_keys TO "reminder-scheduler";

CREATE OR REPLACE FUNCTION runtime.sweep(at_most integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  entries integer;
  keys integer;
BEGIN
  DELETE FROM runtime.ledger WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM runtime.ledger
    WHERE state = 'COMPLETED' AND changed_at < now() - interval '30 days'
    LIMIT at_most FOR UPDATE SKIP LOCKED));
  GET DIAGNOSTICS entries = ROW_COUNT;
  DELETE FROM runtime.idempotency_keys WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM runtime.idempotency_keys
    WHERE created_at < now() - interval '48 hours'
    LIMIT at_most FOR UPDATE SKIP LOCKED));
  GET DIAGNOSTICS keys = ROW_COUNT;
  RETURN entries + keys;
END $$;
