-- What reminder-scheduler does for all once in a while, because the clock wakes it anyway: it publishes events that a
-- function left behind when it went to sleep, and forgets what nobody can ask for any more.

-- Of other functions only what is stranded for certain: their own instances have had a minute.
CREATE POLICY stranded_seen ON runtime.outbox FOR SELECT TO "reminder-scheduler"
  USING (created_at < now() - interval '1 minute');
CREATE POLICY stranded_held ON runtime.outbox FOR UPDATE TO "reminder-scheduler"
  USING (created_at < now() - interval '1 minute');
CREATE POLICY stranded_published ON runtime.outbox FOR DELETE TO "reminder-scheduler"
  USING (created_at < now() - interval '1 minute');

-- Events are kept in their topics for seven days; none comes again after thirty.
CREATE INDEX ledger_age ON runtime.ledger USING brin (changed_at);
CREATE POLICY outlived ON runtime.ledger TO CURRENT_USER
  USING (state = 'COMPLETED' AND changed_at < now() - interval '30 days');
CREATE INDEX idempotency_keys_age ON tasks.idempotency_keys USING brin (created_at);
CREATE POLICY outlived ON tasks.idempotency_keys TO CURRENT_USER
  USING (created_at < now() - interval '48 hours');

-- As the tables' owner, who sees under the policies above nothing but what may go; a part at a time, so that no lock is
-- held for long.
CREATE FUNCTION runtime.sweep(at_most integer) RETURNS integer
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
  DELETE FROM tasks.idempotency_keys WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM tasks.idempotency_keys
    WHERE created_at < now() - interval '48 hours'
    LIMIT at_most FOR UPDATE SKIP LOCKED));
  GET DIAGNOSTICS keys = ROW_COUNT;
  RETURN entries + keys;
END $$;

REVOKE ALL ON FUNCTION runtime.sweep(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION runtime.sweep(integer) TO "reminder-scheduler";
