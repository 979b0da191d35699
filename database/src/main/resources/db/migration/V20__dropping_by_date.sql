-- A month's partition was compared with the oldest month to keep by name, and the name of a month before Christ is that
-- of a month to come: drop_before('4000-01-01 BC') dropped every partition. Partitions are compared by date now, so what
-- is dropped is always before the argument, and no argument reaches the last 28 days.
CREATE OR REPLACE FUNCTION audit.drop_before(oldest timestamptz) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  AS $$
DECLARE
  first_kept timestamptz := date_trunc('month', oldest);
  partition  text;
  dropped    integer := 0;
BEGIN
  IF oldest IS NULL OR NOT isfinite(oldest) THEN
    RAISE EXCEPTION 'entries are dropped before a date, not before %', coalesce(oldest::text, 'null');
  END IF;
  IF oldest > now() - interval '28 days' THEN
    RAISE EXCEPTION 'entries of the last 28 days are never dropped';
  END IF;
  IF EXISTS (
    WITH RECURSIVE owners (owner) AS (
      SELECT min(e.owner) FROM audit.entries e WHERE e.received_at < first_kept
      UNION ALL
      SELECT (SELECT min(e.owner) FROM audit.entries e WHERE e.owner > o.owner AND e.received_at < first_kept)
      FROM owners o WHERE o.owner IS NOT NULL
    )
    SELECT FROM owners o CROSS JOIN LATERAL (
      SELECT e.owner, e.number, e.hash FROM audit.entries e
      WHERE e.owner = o.owner AND e.received_at < first_kept ORDER BY e.number DESC LIMIT 1) last
    WHERE NOT EXISTS (SELECT FROM audit.anchors a
                      WHERE a.owner = last.owner AND a.number = last.number AND a.hash = last.hash)) THEN
    RAISE EXCEPTION 'a chain would lose its beginning without an anchor';
  END IF;
  FOR partition IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'audit.entries'::regclass AND c.relname ~ '^entries_\d{4}_\d{2}$'
      AND make_timestamptz(substr(c.relname, 9, 4)::integer, substr(c.relname, 14, 2)::integer, 1, 0, 0, 0) < first_kept
  LOOP
    EXECUTE format('DROP TABLE audit.%I', partition);
    dropped := dropped + 1;
  END LOOP;
  DELETE FROM audit.entries_default WHERE received_at < first_kept;
  DELETE FROM audit.checkpoints WHERE kind = 'HEADS' AND made_at < first_kept;
  RETURN dropped;
END $$;
