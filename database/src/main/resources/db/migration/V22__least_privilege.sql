-- Roles have only what they need.

-- Functions are executable by PUBLIC unless that is revoked: from now on by those who are granted it. The policies of
-- the tables in the schema tasks call these two as the role that runs the query.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION tasks.my_lists(), tasks.app_user() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tasks.my_lists(), tasks.app_user() TO "task-api", "on-completed-recurrence";

-- Of the databases of a server, the roles of functions may connect to this one only. The operator revokes CONNECT from
-- PUBLIC on the others. A migration that creates a role grants it CONNECT.
DO $$
BEGIN
  EXECUTE format('REVOKE CONNECT, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format(
    'GRANT CONNECT ON DATABASE %I TO "task-api", "on-completed-recurrence", "reminder-scheduler", "reminder-dispatch",
       "sync-push", "audit-sink"', current_database());
END $$;

-- The view runs with the rights of its owner, so the policies of its tables do not apply. Now it shows all rows to
-- reminder-scheduler and its owner, and to every other role the rows of the transaction's user.
CREATE OR REPLACE VIEW reminders.states WITH (security_barrier) AS
  SELECT r.task_id, r.user_id, r.id, r.key, r.instant, r.fires_at, r.snoozed,
    r.late OR (r.state = 'DUE' AND EXISTS (
      SELECT FROM reminders.deliveries d WHERE d.notification_id = r.notification_id AND d.late)) AS late,
    r.notification_id,
    CASE WHEN r.state <> 'DUE' THEN lower(r.state)
      ELSE coalesce(
        (SELECT CASE
            WHEN bool_or(d.state = 'SENT') THEN 'sent'
            WHEN bool_or(d.state IN ('PLANNED', 'SENDING')) THEN 'due'
            WHEN bool_or(d.state = 'FAILED') THEN 'failed'
            WHEN bool_or(d.state = 'EXPIRED') THEN 'expired'
            WHEN bool_or(d.state = 'SUPPRESSED') THEN 'suppressed'
          END
          FROM reminders.deliveries d WHERE d.notification_id = r.notification_id),
        'due')
    END AS state
  FROM reminders.reminders r
  WHERE pg_has_role('reminder-scheduler', 'USAGE')
    OR pg_has_role((SELECT relowner FROM pg_catalog.pg_class WHERE oid = 'reminders.reminders'::regclass), 'USAGE')
    OR r.user_id = nullif(current_setting('app.user', true), '');
