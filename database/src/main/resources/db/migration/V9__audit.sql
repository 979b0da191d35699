-- The audit trail: one entry an event, chained an owner by hashes. audit-sink may add to it and read it. What ends with
-- time or on a person's wish, ends by the functions below, which do that one thing only.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'audit-sink') THEN
    CREATE ROLE "audit-sink" NOLOGIN;
  END IF;
END $$;

GRANT USAGE ON SCHEMA runtime TO "audit-sink";
GRANT SELECT, INSERT, UPDATE, DELETE ON runtime.outbox TO "audit-sink";
GRANT SELECT, INSERT, UPDATE ON runtime.ledger TO "audit-sink";

CREATE SCHEMA audit;

-- Partitioned by the month of receipt, which only grows along a chain: what is dropped is always a chain's beginning.
CREATE TABLE audit.entries (
  owner         text        COLLATE "C" NOT NULL,
  number        bigint      NOT NULL CHECK (number > 0),
  event_id      text        NOT NULL,
  source        text        NOT NULL,
  type          text        NOT NULL,
  subject       text,
  -- When it happened, by the source.
  time          timestamptz NOT NULL,
  actor         text,
  list_id       text,
  task_ids      text[]      NOT NULL,
  -- Who may see the entry: who could see what it tells when it happened, and who did it.
  readers       text[]      NOT NULL,
  received_at   timestamptz NOT NULL,
  -- By which key of the owner's the payload is sealed; the key may be gone.
  key_id        uuid        NOT NULL,
  payload       bytea       NOT NULL,
  previous_hash bytea       NOT NULL CHECK (length(previous_hash) = 32),
  hash          bytea       NOT NULL CHECK (length(hash) = 32)
) PARTITION BY RANGE (received_at);
CREATE INDEX entries_in_order ON audit.entries (time, number, owner);
CREATE INDEX entries_of_a_reader ON audit.entries USING gin (readers, task_ids);

-- The key by which an owner's payloads are sealed, itself sealed by AUDIT_KEY. Without it they are noise.
CREATE TABLE audit.keys (
  owner      text        COLLATE "C" PRIMARY KEY,
  id         uuid        NOT NULL UNIQUE,
  sealed     bytea       NOT NULL,
  created_at timestamptz NOT NULL
);

-- Whose key was destroyed, and when they asked for it: what happened before and arrives after it is not readable either.
CREATE TABLE audit.erasures (
  owner text        COLLATE "C" NOT NULL,
  time  timestamptz NOT NULL
);
CREATE INDEX erasures_of_an_owner ON audit.erasures (owner, time);

-- The signed heads of all chains as they were published, a page a row, in the order of their owners.
CREATE TABLE audit.checkpoints (
  id          uuid        NOT NULL,
  page        integer     NOT NULL CHECK (page > 0),
  -- HEADS: the last entries there were. DROPPED: the last entries of what was about to be dropped.
  kind        text        NOT NULL CHECK (kind IN ('HEADS', 'DROPPED')),
  made_at     timestamptz NOT NULL,
  first_owner text        COLLATE "C" NOT NULL,
  last_owner  text        COLLATE "C" NOT NULL,
  -- The event's payload, as it was signed.
  signed      text        NOT NULL,
  -- SHA-256 of all heads of all pages: tells whether anything has been entered since.
  digest      bytea       NOT NULL,
  PRIMARY KEY (id, page)
);
CREATE INDEX checkpoints_newest ON audit.checkpoints (made_at);

-- Where a chain begins whose older entries were dropped; the checkpoint vouches for it.
CREATE TABLE audit.anchors (
  owner         text        COLLATE "C" NOT NULL,
  number        bigint      NOT NULL,
  hash          bytea       NOT NULL,
  received_at   timestamptz NOT NULL,
  checkpoint_id uuid        NOT NULL,
  PRIMARY KEY (owner, number)
);

-- As far as partitions allow: an event is entered once and a number given once within a month. Across months the ledger
-- and the lock on the chain see to it.
CREATE FUNCTION audit.index_partition(partition text) RETURNS void
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
  AS $$
BEGIN
  EXECUTE format('CREATE UNIQUE INDEX ON audit.%I (owner, number)', partition);
  EXECUTE format('CREATE UNIQUE INDEX ON audit.%I (source, event_id)', partition);
END $$;

-- A net: what finds no month of its own is kept all the same.
CREATE TABLE audit.entries_default PARTITION OF audit.entries DEFAULT;
SELECT audit.index_partition('entries_default');

-- Makes this month's partition, if there is none, out of what the net has caught of it.
CREATE FUNCTION audit.make_partition(month timestamptz) RETURNS void
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  AS $$
DECLARE
  start     timestamptz := date_trunc('month', month);
  ends      timestamptz := start + interval '1 month';
  partition text := 'entries_' || to_char(start, 'YYYY_MM');
BEGIN
  IF to_regclass(format('audit.%I', partition)) IS NOT NULL THEN
    RETURN;
  END IF;
  EXECUTE format('CREATE TABLE audit.%I (LIKE audit.entries INCLUDING CONSTRAINTS)', partition);
  PERFORM audit.index_partition(partition);
  LOCK TABLE audit.entries IN ACCESS EXCLUSIVE MODE;
  EXECUTE format(
    'WITH caught AS (DELETE FROM audit.entries_default WHERE received_at >= %L AND received_at < %L RETURNING *)
     INSERT INTO audit.%I SELECT * FROM caught', start, ends, partition);
  EXECUTE format('ALTER TABLE audit.entries ATTACH PARTITION audit.%I FOR VALUES FROM (%L) TO (%L)',
    partition, start, ends);
END $$;

-- This month's partition and the next two.
CREATE FUNCTION audit.make_partitions(moment timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  AS $$
BEGIN
  FOR ahead IN 0..2 LOOP
    PERFORM audit.make_partition(moment + make_interval(months => ahead));
  END LOOP;
END $$;

-- Drops the partitions of the months before this one, and the checkpoints of before it but of what was dropped. Refuses
-- to drop what is younger than 28 days, and the end of a chain that no anchor holds.
CREATE FUNCTION audit.drop_before(oldest timestamptz) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
  AS $$
DECLARE
  partition text;
  dropped   integer := 0;
BEGIN
  IF oldest > now() - interval '28 days' THEN
    RAISE EXCEPTION 'entries of the last 28 days are never dropped';
  END IF;
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT ON (owner) owner, number, hash FROM audit.entries
                 WHERE received_at < date_trunc('month', oldest) ORDER BY owner, number DESC) last
    WHERE NOT EXISTS (SELECT FROM audit.anchors a
                      WHERE a.owner = last.owner AND a.number = last.number AND a.hash = last.hash)) THEN
    RAISE EXCEPTION 'a chain would lose its beginning without an anchor';
  END IF;
  FOR partition IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'audit.entries'::regclass AND c.relname ~ '^entries_\d{4}_\d{2}$'
      AND c.relname COLLATE "C" < 'entries_' || to_char(oldest, 'YYYY_MM')
  LOOP
    EXECUTE format('DROP TABLE audit.%I', partition);
    dropped := dropped + 1;
  END LOOP;
  DELETE FROM audit.entries_default WHERE received_at < date_trunc('month', oldest);
  DELETE FROM audit.checkpoints WHERE kind = 'HEADS' AND made_at < date_trunc('month', oldest);
  RETURN dropped;
END $$;

-- Destroys a person's key, and nothing else.
CREATE FUNCTION audit.forget(person text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ DELETE FROM audit.keys WHERE owner = person $$;

SELECT audit.make_partitions(now());

REVOKE ALL ON FUNCTION audit.index_partition(text), audit.make_partition(timestamptz), audit.make_partitions(timestamptz),
  audit.drop_before(timestamptz), audit.forget(text) FROM PUBLIC;
GRANT USAGE ON SCHEMA audit TO "audit-sink";
GRANT SELECT, INSERT ON audit.entries, audit.keys, audit.erasures, audit.checkpoints, audit.anchors TO "audit-sink";
GRANT EXECUTE ON FUNCTION audit.make_partitions(timestamptz), audit.drop_before(timestamptz), audit.forget(text)
  TO "audit-sink";
