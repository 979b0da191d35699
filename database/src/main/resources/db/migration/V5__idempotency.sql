-- What was answered to a write that came with an Idempotency-Key, and to an operation of a batch. The row commits with
-- the write's effect or not at all.
CREATE TABLE tasks.idempotency_keys (
  user_id     text        NOT NULL,
  key         text        NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  -- SHA-256 of the request: the same key with another request is a mistake.
  fingerprint bytea       NOT NULL,
  -- Null until the transaction knows them; of a batch, whose operations have keys of their own, for good.
  status      integer,
  headers     text,
  body        bytea,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (user_id, key),
  CHECK ((status IS NULL) = (headers IS NULL) AND (status IS NULL) = (body IS NULL))
);
CREATE INDEX idempotency_keys_oldest ON tasks.idempotency_keys (user_id, created_at);

ALTER TABLE tasks.idempotency_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE tasks.idempotency_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY mine ON tasks.idempotency_keys USING (user_id = tasks.app_user());

GRANT SELECT, INSERT, UPDATE, DELETE ON tasks.idempotency_keys TO "task-api";
