-- Invocations were recorded, and nobody could see what they add up to or what they cost.
DO $$
BEGIN
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO usage', current_database());
END $$;

-- Finds what was recorded since the last rating.
CREATE INDEX invocations_by_recording ON usage.invocations (recorded_at);

-- What was used in an hour. An hour is rebuilt as a whole, so late records correct it.
CREATE TABLE usage.hours (
  hour      timestamptz NOT NULL,
  -- The part of the hour from this instant: where a price book changes within the hour, it has several parts.
  since     timestamptz NOT NULL,
  -- Empty if nobody is known.
  owner     text        NOT NULL,
  function  text        NOT NULL,
  trigger   text        NOT NULL,
  -- Empty if no list is known.
  list_id   text        NOT NULL,
  -- Why it is not billed; empty if it is billed.
  reason    text        NOT NULL CHECK (reason IN ('', 'duplicate', 'retry', 'failed', 'refused', 'overhead')),
  unit      text        NOT NULL,
  quantity  numeric(30) NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (owner, hour, since, function, trigger, list_id, reason, unit)
);
CREATE INDEX hours_by_time ON usage.hours (hour);

-- Up to which recording the hours are rated. One row.
CREATE TABLE usage.rating (
  one          boolean     PRIMARY KEY DEFAULT true CHECK (one),
  recorded_to  timestamptz NOT NULL
);
INSERT INTO usage.rating (recorded_to) VALUES ('2000-01-01T00:00:00Z');

-- A month whose invoices do not change any more, with the price books as they were.
CREATE TABLE usage.frozen_months (
  month     date        PRIMARY KEY,
  frozen_at timestamptz NOT NULL,
  -- YAML documents.
  books     text        NOT NULL
);

-- What the frozen invoice of a month has, of that month or as the correction of an earlier one.
CREATE TABLE usage.frozen_lines (
  month     date        NOT NULL REFERENCES usage.frozen_months,
  of_month  date        NOT NULL CHECK (of_month <= month),
  owner     text        NOT NULL,
  function  text        NOT NULL,
  reason    text        NOT NULL,
  since     timestamptz NOT NULL,
  unit      text        NOT NULL,
  quantity  numeric(30) NOT NULL,
  PRIMARY KEY (month, of_month, owner, function, reason, since, unit)
);
CREATE INDEX frozen_lines_of_a_month ON usage.frozen_lines (of_month, owner);

-- What the instances of a frozen month used.
CREATE TABLE usage.frozen_proofs (
  month     date        NOT NULL REFERENCES usage.frozen_months,
  item      text        NOT NULL,
  unit      text        NOT NULL,
  quantity  numeric(30) NOT NULL,
  PRIMARY KEY (month, item, unit)
);

CREATE TABLE usage.budgets (
  owner      text        PRIMARY KEY,
  -- 10^-12 units of the currency.
  monthly    numeric(30) NOT NULL CHECK (monthly > 0),
  currency   text        NOT NULL,
  -- Percentages in ascending order, such as 50,80,100.
  alert_at   text        NOT NULL
);

-- Which thresholds were reported, so that each is reported once in a month.
CREATE TABLE usage.budget_alerts (
  owner      text        NOT NULL,
  month      date        NOT NULL,
  threshold  integer     NOT NULL,
  PRIMARY KEY (owner, month, threshold)
);

-- Hours that were rated since they were last reported by the event usage.recorded.
CREATE TABLE usage.unreported (
  hour      timestamptz PRIMARY KEY
);

-- What was reported of an hour, so that a correction reports the difference.
CREATE TABLE usage.reported (
  hour      timestamptz NOT NULL,
  owner     text        NOT NULL,
  function  text        NOT NULL,
  unit      text        NOT NULL,
  quantity  numeric(30) NOT NULL,
  PRIMARY KEY (hour, owner, function, unit)
);
CREATE INDEX reported_of_an_owner ON usage.reported (owner);

-- Who erased themself within the last days: a record of theirs may still be on its way.
CREATE TABLE usage.erasures (
  person     text        NOT NULL,
  until      timestamptz NOT NULL,
  pseudonym  text        NOT NULL,
  stored_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (person, until)
);

GRANT SELECT, INSERT, DELETE ON usage.hours, usage.unreported, usage.reported TO usage;
GRANT SELECT, UPDATE ON usage.rating TO usage;
GRANT SELECT, INSERT ON usage.frozen_lines, usage.frozen_months, usage.frozen_proofs TO usage;
GRANT SELECT, INSERT, UPDATE, DELETE ON usage.budgets TO usage;
GRANT SELECT, INSERT ON usage.budget_alerts TO usage;
GRANT SELECT, INSERT, DELETE ON usage.erasures TO usage;

-- The records of a person who erased themself stay, without the person: the sums of months that are billed do not
-- change. The hours of changed records are rated again, because they are recorded again.
CREATE FUNCTION usage.forget(person text, until timestamptz, pseudonym text) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  changed bigint;
BEGIN
  UPDATE usage.invocations i SET owner = CASE WHEN i.owner = person THEN pseudonym ELSE i.owner END,
    actor = CASE WHEN i.actor = person THEN pseudonym ELSE i.actor END,
    subject = CASE WHEN i.subject = person THEN pseudonym ELSE i.subject END,
    recorded_at = now()
  WHERE (i.owner = person OR i.actor = person OR i.subject = person) AND i.started_at <= until;
  GET DIAGNOSTICS changed = ROW_COUNT;
  WITH moved AS (DELETE FROM usage.hours h WHERE h.owner = person AND h.hour < date_trunc('hour', until, 'UTC') RETURNING *)
  INSERT INTO usage.hours AS h (hour, since, owner, function, trigger, list_id, reason, unit, quantity)
    SELECT hour, since, pseudonym, function, trigger, list_id, reason, unit, quantity FROM moved
    ON CONFLICT ON CONSTRAINT hours_pkey DO UPDATE SET quantity = h.quantity + excluded.quantity;
  WITH moved AS (DELETE FROM usage.frozen_lines f WHERE f.owner = person AND f.of_month < until RETURNING *)
  INSERT INTO usage.frozen_lines AS f (month, of_month, owner, function, reason, since, unit, quantity)
    SELECT month, of_month, pseudonym, function, reason, since, unit, quantity FROM moved
    ON CONFLICT ON CONSTRAINT frozen_lines_pkey DO UPDATE SET quantity = f.quantity + excluded.quantity;
  WITH moved AS (DELETE FROM usage.reported r WHERE r.owner = person AND r.hour <= until RETURNING *)
  INSERT INTO usage.reported AS r (hour, owner, function, unit, quantity)
    SELECT hour, pseudonym, function, unit, quantity FROM moved
    ON CONFLICT ON CONSTRAINT reported_pkey DO UPDATE SET quantity = r.quantity + excluded.quantity;
  DELETE FROM usage.budget_alerts a WHERE a.owner = person AND a.month < until;
  RETURN changed;
END $$;
REVOKE ALL ON FUNCTION usage.forget(text, timestamptz, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION usage.forget(text, timestamptz, text) TO usage;
-- For the function above, which runs as the owner of the table.
CREATE POLICY forgetting ON usage.invocations TO CURRENT_USER USING (true) WITH CHECK (true);

-- The function asks whether a person erased themself before it removes their name.
GRANT USAGE ON SCHEMA tasks TO usage;
GRANT EXECUTE ON FUNCTION tasks.erased_at(text, timestamptz) TO usage;
