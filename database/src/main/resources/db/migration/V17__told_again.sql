-- A channel may be away for longer than the broker tries: reminder-scheduler hands on once more what is not settled by
-- then, and settles as expired what is too late.
ALTER TABLE reminders.notifications
  -- When it was last handed on; null when there is nothing left to do about it.
  ADD COLUMN handed_on_at timestamptz;
UPDATE reminders.notifications n SET handed_on_at = due_at
  WHERE EXISTS (
    SELECT FROM reminders.deliveries d WHERE d.notification_id = n.id AND d.state IN ('PLANNED', 'SENDING'));
CREATE INDEX notifications_handed_on ON reminders.notifications (handed_on_at) WHERE handed_on_at IS NOT NULL;
GRANT INSERT, UPDATE ON reminders.deliveries TO "reminder-scheduler";

-- What was claimed in time may have waited afterwards: whether it was sent later than it should have been.
ALTER TABLE reminders.deliveries ADD COLUMN late boolean NOT NULL DEFAULT false;
CREATE OR REPLACE VIEW reminders.states AS
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
  FROM reminders.reminders r;
