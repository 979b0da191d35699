-- Nobody knew what an invocation costs. Each function records each invocation once: the record is the line of a bill,
-- the span of a trace and the step of a flow.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'usage') THEN
    CREATE ROLE usage NOLOGIN;
  END IF;
END $$;

CREATE SCHEMA usage;

-- A process of a function, from its start. Written with its first batch of invocations.
CREATE TABLE usage.instances (
  instance      uuid        PRIMARY KEY,
  function      text        NOT NULL DEFAULT current_user,
  -- The Knative revision; null outside of Knative.
  revision      text,
  -- When the process started, and when it accepted its first invocation.
  started_at    timestamptz NOT NULL,
  ready_at      timestamptz NOT NULL,
  -- CPU of the process until it was ready.
  startup_cpu_us bigint     NOT NULL CHECK (startup_cpu_us >= 0),
  -- The memory that the instance reserves, in MiB.
  memory_mib    integer     NOT NULL CHECK (memory_mib > 0)
);
CREATE INDEX instances_by_start ON usage.instances (started_at);

-- A batch of invocations as it was written. The counters are sums since the start of the process, so what a killed
-- process did not write is the difference to what the platform knows of its life.
CREATE TABLE usage.batches (
  instance      uuid        NOT NULL,
  batch         integer     NOT NULL CHECK (batch > 0),
  written_at    timestamptz NOT NULL,
  -- The highest number of an invocation up to this batch, ended or still running.
  last_number   bigint      NOT NULL CHECK (last_number >= 0),
  -- Since the process was ready: time with at least one invocation, CPU during that time, and all CPU.
  active_us     bigint      NOT NULL CHECK (active_us >= 0),
  active_cpu_us bigint      NOT NULL CHECK (active_cpu_us >= 0),
  cpu_us        bigint      NOT NULL CHECK (cpu_us >= 0),
  -- The last batch of a process that stopped by itself.
  final         boolean     NOT NULL,
  PRIMARY KEY (instance, batch)
);
CREATE INDEX batches_by_time ON usage.batches (written_at);

CREATE TABLE usage.invocations (
  -- The day of started_at in UTC, which names the partition.
  day            date        NOT NULL,
  instance       uuid        NOT NULL,
  -- From 1 without gaps: a missing number is an invocation that was not recorded.
  number         bigint      NOT NULL CHECK (number > 0),
  function       text        NOT NULL DEFAULT current_user,
  trigger        text        NOT NULL CHECK (trigger IN ('http', 'event', 'timer', 'stream', 'redrive', 'replay')),
  -- "GET /v1/tasks/{id}" for http and stream, the type for an event, the name of the timer.
  name           text        NOT NULL,
  -- Who is billed, and who caused it; null if nobody is known, such as for a timer.
  owner          text,
  actor          text,
  list_id        text,
  -- The event, if there is one; its subject is the task or the like.
  event_source   text,
  event_id       text,
  event_time     timestamptz,
  subject        text,
  trace_id       text        NOT NULL CHECK (trace_id ~ '^[0-9a-f]{32}$'),
  span_id        text        NOT NULL CHECK (span_id ~ '^[0-9a-f]{16}$'),
  parent_span_id text        CHECK (parent_span_id ~ '^[0-9a-f]{16}$'),
  -- Which attempt of this event it is in this function, from 1.
  attempt        integer     NOT NULL CHECK (attempt > 0),
  outcome        text        NOT NULL CHECK (outcome IN ('done', 'duplicate', 'failed', 'parked', 'in-progress', 'refused')),
  -- The status of the HTTP response.
  status         integer     NOT NULL,
  started_at     timestamptz NOT NULL,
  wall_us        bigint      NOT NULL CHECK (wall_us >= 0),
  -- With n invocations in progress, each gets 1/n of the time and of the CPU of the process.
  active_us      bigint      NOT NULL CHECK (active_us >= 0),
  cpu_us         bigint      NOT NULL CHECK (cpu_us >= 0),
  -- The first invocation of a process: the time from the start of the process until it was ready; otherwise 0.
  cold_start_us  bigint      NOT NULL CHECK (cold_start_us >= 0),
  memory_mib     integer     NOT NULL CHECK (memory_mib > 0),
  bytes_in       bigint      NOT NULL CHECK (bytes_in >= 0),
  bytes_out      bigint      NOT NULL CHECK (bytes_out >= 0),
  events_out     integer     NOT NULL CHECK (events_out >= 0),
  event_bytes_out bigint     NOT NULL CHECK (event_bytes_out >= 0),
  mails          integer     NOT NULL CHECK (mails >= 0),
  pushes         integer     NOT NULL CHECK (pushes >= 0),
  stream_ms      bigint      NOT NULL CHECK (stream_ms >= 0),
  -- Work of the system for itself, which no person is billed for.
  overhead       boolean     NOT NULL,
  recorded_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (instance, number, day)
) PARTITION BY RANGE (day);
CREATE INDEX invocations_by_time ON usage.invocations (started_at);
CREATE INDEX invocations_of_an_owner ON usage.invocations (owner, started_at) WHERE owner IS NOT NULL;
CREATE INDEX invocations_of_a_trace ON usage.invocations (trace_id);
CREATE INDEX invocations_of_an_event ON usage.invocations (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX invocations_of_a_subject ON usage.invocations (subject, started_at) WHERE subject IS NOT NULL;

-- Takes what no other partition takes, such as a record of a clock that is wrong: nothing is lost.
CREATE TABLE usage.invocations_other PARTITION OF usage.invocations DEFAULT;

GRANT USAGE ON SCHEMA usage, runtime TO usage;
GRANT USAGE ON SCHEMA usage TO "task-api", "on-completed-recurrence", "reminder-scheduler", "reminder-dispatch", "audit-sink", "sync-push";
GRANT INSERT ON usage.instances, usage.batches, usage.invocations
  TO "task-api", "on-completed-recurrence", "reminder-scheduler", "reminder-dispatch", "audit-sink", "sync-push", usage;
GRANT SELECT ON usage.instances, usage.batches, usage.invocations TO usage;

-- A function writes records of itself only.
ALTER TABLE usage.instances ENABLE ROW LEVEL SECURITY;
ALTER TABLE usage.instances FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON usage.instances FOR INSERT WITH CHECK (function = current_user);
CREATE POLICY all_rows ON usage.instances FOR SELECT TO usage USING (true);
ALTER TABLE usage.invocations ENABLE ROW LEVEL SECURITY;
ALTER TABLE usage.invocations FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON usage.invocations FOR INSERT WITH CHECK (function = current_user);
CREATE POLICY all_rows ON usage.invocations FOR SELECT TO usage USING (true);

-- For the function drop_days below, which runs as the owner of the table.
CREATE POLICY retention ON usage.instances TO CURRENT_USER USING (true);

-- Makes the partitions from yesterday until so many days from now, and moves what waited in the default partition.
CREATE FUNCTION usage.prepare_days(ahead integer) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  day date;
  name text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('usage.invocations'));
  FOR day IN SELECT generate_series(current_date - 1, current_date + ahead, interval '1 day')::date LOOP
    name := 'invocations_' || to_char(day, 'YYYYMMDD');
    IF to_regclass('usage.' || name) IS NULL THEN
      EXECUTE format('CREATE TABLE usage.%I (LIKE usage.invocations INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
      EXECUTE format('WITH moved AS (DELETE FROM usage.invocations_other WHERE day = %L RETURNING *)
        INSERT INTO usage.%I SELECT * FROM moved', day, name);
      EXECUTE format('ALTER TABLE usage.invocations ATTACH PARTITION usage.%I FOR VALUES FROM (%L) TO (%L)', name, day, day + 1);
    END IF;
  END LOOP;
END $$;

-- Drops the partitions of days before this one, and what the default partition and the other tables have of them;
-- returns how many partitions.
CREATE FUNCTION usage.drop_days(before date) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  name text;
  dropped integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('usage.invocations'));
  FOR name IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'usage.invocations'::regclass AND c.relname ~ '^invocations_[0-9]{8}$'
        AND to_date(right(c.relname, 8), 'YYYYMMDD') < before LOOP
    EXECUTE format('DROP TABLE usage.%I', name);
    dropped := dropped + 1;
  END LOOP;
  DELETE FROM usage.invocations_other o WHERE o.day < before;
  DELETE FROM usage.batches b WHERE b.written_at < before;
  DELETE FROM usage.instances i WHERE i.started_at < before
    AND NOT EXISTS (SELECT FROM usage.batches b WHERE b.instance = i.instance);
  RETURN dropped;
END $$;

REVOKE ALL ON FUNCTION usage.prepare_days(integer), usage.drop_days(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION usage.prepare_days(integer), usage.drop_days(date) TO usage;

-- The function `usage` has a ledger and an outbox as every other.
GRANT SELECT, INSERT, UPDATE, DELETE ON runtime.outbox TO usage;
GRANT SELECT, INSERT, UPDATE ON runtime.ledger TO usage;

SELECT usage.prepare_days(7);
