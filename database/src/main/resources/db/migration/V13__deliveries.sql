-- What a delivery remembers from one attempt to the next.
ALTER TABLE reminders.deliveries
  -- PUSH: the SHA-256 of the tokens of those devices that have it, so that only the others get it when it is tried again.
  ADD COLUMN taken       text[]  NOT NULL DEFAULT '{}',
  -- How often it was refused for now, and when for the first time.
  ADD COLUMN deferrals   integer NOT NULL DEFAULT 0,
  ADD COLUMN deferred_at timestamptz;
