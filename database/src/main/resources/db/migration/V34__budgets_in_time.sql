-- A budget that was reached was noticed with the next hourly rating. Now each batch of records adds up what it costs the
-- people who have a budget, and the function that writes the batch asks `usage` to look as soon as a threshold may be
-- reached. And a person may let their budget limit what they use.
ALTER TABLE usage.budgets
  -- Whether imports, exports and previews are refused when the budget is spent.
  ADD COLUMN hard_limit    boolean NOT NULL DEFAULT false,
  -- They are refused until then; null if they are not.
  ADD COLUMN limited_until timestamptz,
  -- What all records of this person have cost since the budget is there, in 10^-12 units of the currency. Only an
  -- estimate, and never too low: it counts a record that is found to be a duplicate later, and rounds every amount up.
  ADD COLUMN accrued       numeric NOT NULL DEFAULT 0,
  -- At this sum, or with the first record from this instant on, `usage` has to look again. Null while it is asked to,
  -- or if nothing is left to be reached.
  ADD COLUMN check_at      numeric,
  ADD COLUMN check_from    timestamptz,
  -- Whether it has to be asked.
  ADD COLUMN is_due        boolean NOT NULL DEFAULT false;
CREATE INDEX budgets_due ON usage.budgets (owner) WHERE is_due;

-- The prices of the book by which budgets are spent: so many 10^-12 units of the currency for so many units.
CREATE TABLE usage.budget_prices (
  unit       text        NOT NULL,
  -- Since when.
  since      timestamptz NOT NULL,
  price      numeric     NOT NULL,
  per        numeric     NOT NULL CHECK (per > 0),
  PRIMARY KEY (unit, since)
);
GRANT SELECT, INSERT, DELETE ON usage.budget_prices TO usage;

-- What an invocation used, one row for each unit. The one place that knows the units.
CREATE FUNCTION usage.quantities(
    active_us bigint, cpu_us bigint, memory_mib integer, bytes_in bigint, bytes_out bigint, events_out integer,
    mails integer, pushes integer, stream_ms bigint)
  RETURNS TABLE (unit text, quantity numeric)
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$
    VALUES
      ('invocation', CAST(1 AS numeric)),
      ('active_us', active_us),
      ('active_ms', (active_us + 999) / 1000),
      ('active_100ms', (active_us + 99999) / 100000),
      ('mib_us', CAST(active_us AS numeric) * memory_mib),
      ('mib_ms', (active_us + 999) / 1000 * memory_mib),
      ('mib_100ms', (active_us + 99999) / 100000 * memory_mib),
      ('cpu_us', cpu_us),
      ('byte_in', bytes_in),
      ('byte_out', bytes_out),
      ('event_out', events_out),
      ('mail', mails),
      ('push', pushes),
      ('stream_ms', stream_ms)
  $$;

-- Adds what the inserted records cost to the budgets of their owners. Runs as the owner of the tables: a function that
-- writes records sees no budget.
CREATE FUNCTION usage.accrue() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
BEGIN
  -- In the order of the owners, so that two batches do not wait for each other.
  PERFORM 1 FROM usage.budgets b WHERE b.owner IN (SELECT r.owner FROM added r) ORDER BY b.owner FOR UPDATE;
  IF FOUND THEN
    UPDATE usage.budgets b SET accrued = b.accrued + spent.amount,
      is_due = b.is_due OR coalesce(b.accrued + spent.amount >= b.check_at OR spent.latest >= b.check_from, false)
    FROM (
      SELECT r.owner, max(r.started_at) AS latest, coalesce(sum(ceil(q.quantity * p.price / p.per)), 0) AS amount
      FROM added r
      LEFT JOIN LATERAL usage.quantities(r.active_us, r.cpu_us, r.memory_mib, r.bytes_in, r.bytes_out, r.events_out,
        r.mails, r.pushes, r.stream_ms) q ON true
      LEFT JOIN LATERAL (SELECT * FROM usage.budget_prices v WHERE v.unit = q.unit AND v.since <= r.started_at
        ORDER BY v.since DESC LIMIT 1) p ON true
      WHERE r.outcome = 'done' AND NOT r.overhead AND r.function <> 'usage'
      GROUP BY r.owner) spent
    WHERE b.owner = spent.owner;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER accrual AFTER INSERT ON usage.invocations
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION usage.accrue();

-- The people of whom `usage` has to be asked to look at the budget. Each is returned once; the caller asks.
CREATE FUNCTION usage.take_due_budgets() RETURNS TABLE (person text)
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
    UPDATE usage.budgets SET is_due = false, check_at = NULL, check_from = NULL
    WHERE owner IN (SELECT b.owner FROM usage.budgets b WHERE b.is_due FOR UPDATE SKIP LOCKED)
    RETURNING owner
  $$;

-- Until when the imports, exports and previews of a person are refused; null if they are not.
CREATE FUNCTION usage.limited_until(person text) RETURNS timestamptz
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT limited_until FROM usage.budgets WHERE owner = person $$;

REVOKE ALL ON FUNCTION usage.accrue(), usage.take_due_budgets(), usage.limited_until(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION usage.take_due_budgets() TO "task-api", "on-completed-recurrence", "reminder-scheduler",
  "reminder-dispatch", "audit-sink", "sync-push", "task-insights", operations, usage;
GRANT EXECUTE ON FUNCTION usage.limited_until(text) TO "task-api";
GRANT EXECUTE ON FUNCTION
  usage.quantities(bigint, bigint, integer, bigint, bigint, integer, integer, integer, bigint) TO usage;

-- A person is told of a budget by their channels: reminder-dispatch makes the notification.
GRANT INSERT ON reminders.notifications TO "reminder-dispatch";
