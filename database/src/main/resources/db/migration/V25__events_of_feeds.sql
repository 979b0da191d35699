-- An event was stored once for each reader, and it names all its readers: feeds grew with the square of the members of a
-- list. Now it is stored once, and a feed refers to it.
ALTER TABLE sync.entries RENAME TO entries_before;

CREATE TABLE sync.events (
  number    bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source    text        NOT NULL,
  event_id  text        NOT NULL,
  type      text        NOT NULL,
  time      timestamptz NOT NULL,
  subject   text,
  actor     text,
  -- The event's payload, as JSON in one line.
  data      text        NOT NULL,
  UNIQUE (source, event_id)
);

CREATE TABLE sync.entries (
  user_id   text        NOT NULL,
  seq       bigint      NOT NULL,
  event     bigint      NOT NULL REFERENCES sync.events,
  stored_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, seq)
);
-- Finds an event in a feed, and whether any feed refers to it.
CREATE UNIQUE INDEX entries_of_an_event ON sync.entries (event, user_id);

INSERT INTO sync.events (source, event_id, type, time, subject, actor, data)
SELECT DISTINCT ON (source, event_id) source, event_id, type, time, subject, actor, data
FROM sync.entries_before ORDER BY source, event_id, stored_at;

INSERT INTO sync.entries (user_id, seq, event, stored_at)
SELECT b.user_id, b.seq, e.number, b.stored_at
FROM sync.entries_before b JOIN sync.events e USING (source, event_id);

DROP TABLE sync.entries_before;

GRANT SELECT, INSERT, DELETE ON sync.entries TO "sync-push";
-- UPDATE only to lock an event (FOR UPDATE) before it is deleted with its last entry.
GRANT SELECT, INSERT, UPDATE, DELETE ON sync.events TO "sync-push";
