-- Whose stream it is: the lock that its instance holds while it lives. Those of an instance that was killed counted
-- against their user until their leases lapsed, and whoever came back with many streams was refused.
-- Null in a row from before this column, which counts for nobody.
ALTER TABLE sync.streams ADD COLUMN instance bigint;

-- What is too old was removed from feeds that something was entered in. Now those whose people are idle are found as
-- well, by when each was last looked at; of a feed that holds nothing that is null, so that none is looked at for ever.
ALTER TABLE sync.feeds ALTER COLUMN trimmed_at DROP NOT NULL;
CREATE INDEX feeds_to_look_at ON sync.feeds (trimmed_at) WHERE trimmed_at IS NOT NULL;
