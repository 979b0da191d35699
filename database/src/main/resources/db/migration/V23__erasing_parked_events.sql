-- A parked event kept what people wrote after they had erased themselves, and no parked row was ever deleted. Now an
-- erasure empties the parked events of its person, and parked events are deleted when they are old.

-- ERASED: was PARKED, and its owner has erased themself. A later delivery is acknowledged and does nothing.
ALTER TABLE runtime.ledger
  DROP CONSTRAINT ledger_state_check,
  ADD CONSTRAINT ledger_state_check CHECK (state IN ('COMPLETED', 'RETRYING', 'PARKED', 'ERASED'));

-- An event that happened before an erasure can be parked after it; maintenance finds it by this row.
CREATE TABLE runtime.erasures (
  -- As the attribute of events has it.
  owner     text        PRIMARY KEY,
  erased_at timestamptz NOT NULL
);

-- For the functions below, which run as the owner of the tables.
DROP POLICY outlived ON runtime.ledger;
CREATE POLICY outlived ON runtime.ledger TO CURRENT_USER
  USING (state IN ('COMPLETED', 'ERASED') AND changed_at < now() - interval '30 days');
CREATE POLICY parked ON runtime.ledger TO CURRENT_USER USING (state IN ('PARKED', 'ERASED'));
CREATE POLICY refused ON runtime.outbox TO CURRENT_USER USING (refused_at IS NOT NULL);

-- Whether an event with these attributes happened before the erasure. Without a time that can be read, its receipt
-- counts.
CREATE FUNCTION runtime.happened_by(attributes jsonb, received_at timestamptz, erased_at timestamptz) RETURNS boolean
  LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
  AS $$
SELECT CASE WHEN pg_input_is_valid(attributes ->> 'time', 'timestamptz') THEN (attributes ->> 'time')::timestamptz
  ELSE received_at END <= erased_at
$$;

CREATE FUNCTION runtime.empty_parked() RETURNS void
  LANGUAGE sql SET search_path = pg_catalog, pg_temp
  AS $$
UPDATE runtime.ledger l
SET state = 'ERASED', attributes = NULL, data = NULL, reason = 'its owner has erased themself', changed_at = now()
FROM runtime.erasures e
WHERE l.state = 'PARKED' AND e.owner = l.attributes ->> 'owner'
  AND runtime.happened_by(l.attributes, l.received_at, e.erased_at);
-- An event that Kafka can never take is kept for the operator as well. The erasure itself is not deleted.
DELETE FROM runtime.outbox o USING runtime.erasures e
WHERE o.refused_at IS NOT NULL AND e.owner = o.attributes ->> 'owner'
  AND runtime.happened_by(o.attributes, o.created_at, e.erased_at)
  AND o.attributes ->> 'type' NOT LIKE 'dev.perennial.profile.deleted.%';
$$;

-- Of all functions: some of them do not receive the event of an erasure.
CREATE FUNCTION runtime.erase(person text, erased_at timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
BEGIN
  INSERT INTO runtime.erasures AS e VALUES (person, erase.erased_at)
    ON CONFLICT (owner) DO UPDATE SET erased_at = greatest(e.erased_at, excluded.erased_at);
  PERFORM runtime.empty_parked();
END $$;

-- Refuses to delete parked events that their topics still contain: they would be processed again.
DROP FUNCTION runtime.sweep(integer);
CREATE FUNCTION runtime.sweep(at_most integer, parked_days integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  entries integer;
  keys integer;
BEGIN
  IF parked_days IS NULL OR parked_days < 8 THEN
    RAISE EXCEPTION 'parked events are kept for at least 8 days, not for %', coalesce(parked_days::text, 'null');
  END IF;
  PERFORM runtime.empty_parked();
  DELETE FROM runtime.ledger WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM runtime.ledger
    WHERE (state IN ('COMPLETED', 'ERASED') AND changed_at < now() - interval '30 days')
      OR (state = 'PARKED' AND changed_at < now() - make_interval(days => parked_days))
    LIMIT at_most FOR UPDATE SKIP LOCKED));
  GET DIAGNOSTICS entries = ROW_COUNT;
  DELETE FROM runtime.idempotency_keys WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM runtime.idempotency_keys
    WHERE created_at < now() - interval '48 hours'
    LIMIT at_most FOR UPDATE SKIP LOCKED));
  GET DIAGNOSTICS keys = ROW_COUNT;
  RETURN entries + keys;
END $$;

REVOKE ALL ON FUNCTION runtime.happened_by(jsonb, timestamptz, timestamptz), runtime.empty_parked(),
  runtime.erase(text, timestamptz), runtime.sweep(integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION runtime.erase(text, timestamptz), runtime.sweep(integer, integer) TO "reminder-scheduler";
