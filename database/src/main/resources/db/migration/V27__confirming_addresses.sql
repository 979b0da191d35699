-- Mails went to any address that a person had typed in, also to a stranger's. Now the person confirms an address by a
-- link that is mailed to it. Addresses from before are not confirmed: nobody ever has.
ALTER TABLE tasks.profiles
  -- The address that was confirmed. It counts only while it equals email, which a function from before this migration
  -- changes alone.
  ADD COLUMN confirmed_email           text,
  ADD COLUMN email_confirmed_at        timestamptz,
  ADD COLUMN confirmation_requested_at timestamptz;

CREATE TABLE tasks.email_confirmations (
  user_id      text        NOT NULL,
  requested_at timestamptz NOT NULL,
  -- To count the mails to an address, whoever requests them, also after they have erased themselves.
  address_hash bytea       NOT NULL,
  -- The secret in the link; null when it was used or replaced.
  token        uuid        UNIQUE,
  PRIMARY KEY (user_id, requested_at)
);
CREATE INDEX confirmations_to_an_address ON tasks.email_confirmations (address_hash, requested_at);
CREATE INDEX confirmations_age ON tasks.email_confirmations (requested_at);

ALTER TABLE tasks.email_confirmations ENABLE ROW LEVEL SECURITY;
ALTER TABLE tasks.email_confirmations FORCE ROW LEVEL SECURITY;
CREATE POLICY mine ON tasks.email_confirmations TO "task-api" USING (user_id = tasks.app_user());
-- For the functions below, which run as the owner of the table.
CREATE POLICY counted ON tasks.email_confirmations TO CURRENT_USER USING (true);
GRANT SELECT, UPDATE ON tasks.email_confirmations TO "task-api";

-- Stores a request of the transaction's user with a new token and returns 1; returns 0 if there were too many since
-- then. As the owner of the table, because the requests of all users for an address count. Deletes rows that are in no
-- limit and whose link is not valid any longer.
CREATE FUNCTION tasks.request_confirmation(
    person text, requested timestamptz, address text, since timestamptz, of_user integer, to_address integer)
  RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  hash bytea := sha256(convert_to(lower(address), 'UTF8'));
BEGIN
  IF person IS DISTINCT FROM tasks.app_user() THEN
    RETURN 0;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('tasks.email_confirmations/' || lower(address), 0));
  DELETE FROM tasks.email_confirmations WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM tasks.email_confirmations WHERE requested_at < now() - interval '4 days'
    LIMIT 100 FOR UPDATE SKIP LOCKED));
  IF (SELECT count(*) FROM tasks.email_confirmations WHERE user_id = person AND requested_at > since) >= of_user
    OR (SELECT count(*) FROM tasks.email_confirmations WHERE address_hash = hash AND requested_at > since) >= to_address
  THEN
    RETURN 0;
  END IF;
  INSERT INTO tasks.email_confirmations VALUES (person, requested, hash, gen_random_uuid());
  RETURN 1;
END $$;

CREATE FUNCTION tasks.user_of_confirmation(secret uuid, requested_after timestamptz) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT user_id FROM tasks.email_confirmations WHERE token = secret AND requested_at > requested_after $$;

-- For the mail. No event has the token: the person, whose feed and audit trail contain the events, could confirm an
-- address of somebody else.
CREATE FUNCTION tasks.confirmation_token(person text, requested timestamptz) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT token FROM tasks.email_confirmations WHERE user_id = person AND requested_at = requested $$;

REVOKE ALL ON FUNCTION tasks.request_confirmation(text, timestamptz, text, timestamptz, integer, integer),
  tasks.user_of_confirmation(uuid, timestamptz), tasks.confirmation_token(text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tasks.request_confirmation(text, timestamptz, text, timestamptz, integer, integer),
  tasks.user_of_confirmation(uuid, timestamptz) TO "task-api";
GRANT USAGE ON SCHEMA tasks TO "reminder-dispatch";
GRANT EXECUTE ON FUNCTION tasks.confirmation_token(text, timestamptz) TO "reminder-dispatch";
