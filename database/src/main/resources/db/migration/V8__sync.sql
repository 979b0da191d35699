-- What every device of a person is to see: a feed each, numbered without gaps, and the streams that follow it.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sync-push') THEN
    CREATE ROLE "sync-push" NOLOGIN;
  END IF;
END $$;

GRANT USAGE ON SCHEMA runtime TO "sync-push";
GRANT SELECT, INSERT, UPDATE, DELETE ON runtime.outbox TO "sync-push";
GRANT SELECT, INSERT, UPDATE ON runtime.ledger TO "sync-push";

CREATE SCHEMA sync;

-- The lock of a feed's row makes its entries come one by one, so that the numbers have no gaps, in the order of the
-- commits.
CREATE TABLE sync.feeds (
  user_id    text        PRIMARY KEY,
  -- The number of the newest entry; never taken back, so that a cursor cannot mean two things.
  latest     bigint      NOT NULL CHECK (latest >= 0),
  -- The number of the oldest entry that is held; latest + 1 if none is.
  oldest     bigint      NOT NULL CHECK (oldest BETWEEN 1 AND latest + 1),
  trimmed_at timestamptz NOT NULL,
  -- A person who is gone: what happened to them until then, and comes late, is not kept.
  erased_at  timestamptz
);

CREATE TABLE sync.entries (
  user_id   text        NOT NULL,
  seq       bigint      NOT NULL,
  event_id  text        NOT NULL,
  source    text        NOT NULL,
  type      text        NOT NULL,
  time      timestamptz NOT NULL,
  subject   text,
  actor     text,
  -- The event's payload, as JSON in one line.
  data      text        NOT NULL,
  stored_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, seq),
  UNIQUE (user_id, source, event_id)
);

-- Who was told of a list as a member of it, or as one who no longer is, by the newest event of the list that named
-- them. What comes late of a list is not for those who were taken out of it.
CREATE TABLE sync.members (
  user_id text    NOT NULL,
  list_id text    NOT NULL,
  version bigint  NOT NULL,
  member  boolean NOT NULL,
  PRIMARY KEY (user_id, list_id)
);

-- Good once, and for a minute, where no Authorization header can be sent.
CREATE TABLE sync.tickets (
  hash        bytea       PRIMARY KEY,
  user_id     text        NOT NULL,
  -- When the token ends that it was made with; what it opens ends then.
  token_until timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL
);
CREATE INDEX tickets_expired ON sync.tickets (expires_at);
CREATE INDEX tickets_of_a_person ON sync.tickets (user_id);

-- A row for each stream that is open, renewed while it is; a stream whose row is gone has lost its right. After a
-- crash of the server it is empty: then the streams end, and come again.
CREATE UNLOGGED TABLE sync.streams (
  id           uuid        PRIMARY KEY,
  user_id      text        NOT NULL,
  leased_until timestamptz NOT NULL
);
CREATE INDEX streams_of_a_person ON sync.streams (user_id);

GRANT USAGE ON SCHEMA sync TO "sync-push";
GRANT SELECT, INSERT, UPDATE ON sync.feeds, sync.members TO "sync-push";
GRANT SELECT, INSERT, DELETE ON sync.entries, sync.tickets TO "sync-push";
GRANT DELETE ON sync.members TO "sync-push";
GRANT SELECT, INSERT, UPDATE, DELETE ON sync.streams TO "sync-push";
