-- Whose stream it is: the lock that its instance holds while it lives. Those of an instance that was killed counted
-- against their user until their leases lapsed, and whoever came back with many streams was refused.
-- Null in a row from before this column, which counts for nobody.
ALTER TABLE sync.streams ADD COLUMN instance bigint;
