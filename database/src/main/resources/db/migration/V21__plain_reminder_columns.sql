-- Column names of the reminders schema that only their authors understood. Functions from before this migration cannot
-- run after it.

-- The Notification of the event, as JSON.
ALTER TABLE reminders.notifications RENAME COLUMN told TO notification;
-- When the newest event of the task was received.
ALTER TABLE reminders.tasks RENAME COLUMN heard_at TO received_at;
-- PUSH: the SHA-256 of the token of each device that the push was delivered to.
ALTER TABLE reminders.deliveries RENAME COLUMN taken TO delivered_to;
