-- An event that Kafka can never take stayed the oldest row, was tried again by every sweep and broke it off. Now its row
-- is set aside: since when and why. It is tried again when both are set to null.
ALTER TABLE runtime.outbox
  ADD COLUMN refused_at     timestamptz,
  ADD COLUMN refused_reason text,
  ADD CHECK ((refused_at IS NULL) = (refused_reason IS NULL));

-- Sweeps go through the others in this order.
DROP INDEX runtime.outbox_stranded;
CREATE INDEX outbox_stranded ON runtime.outbox (producer, created_at, id) WHERE refused_at IS NULL;
CREATE INDEX outbox_refused ON runtime.outbox (producer) WHERE refused_at IS NOT NULL;
