-- Whoever knew a person's id could make them a member of a list, assign them tasks and so send them mails. Now a share is
-- an invitation, and only who accepts it is a member. Those who are members already stay.
CREATE TABLE tasks.invitations (
  id          uuid        PRIMARY KEY,
  list_id     uuid        NOT NULL,
  list_owner  text        NOT NULL,
  -- When the user was invited, since they do not see the list; empty when the invitation has ended.
  list_name   text        NOT NULL,
  user_id     text        NOT NULL,
  role        text        NOT NULL CHECK (role IN ('OWNER', 'EDITOR', 'VIEWER')),
  invited_by  text        NOT NULL,
  invited_at  timestamptz NOT NULL,
  -- Those that have ended count for the limits of the user who invited.
  state       text        NOT NULL CHECK (state IN ('PENDING', 'ACCEPTED', 'DECLINED', 'WITHDRAWN')),
  answered_at timestamptz,
  CHECK ((state = 'PENDING') = (answered_at IS NULL))
);
CREATE UNIQUE INDEX invitations_pending ON tasks.invitations (user_id, list_id) WHERE state = 'PENDING';
CREATE INDEX invitations_of_a_list ON tasks.invitations (list_id) WHERE state = 'PENDING';
CREATE INDEX invitations_by_a_user ON tasks.invitations (invited_by, invited_at);
CREATE INDEX invitations_declined ON tasks.invitations (user_id) WHERE state = 'DECLINED';

ALTER TABLE tasks.invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE tasks.invitations FORCE ROW LEVEL SECURITY;
CREATE POLICY to_or_by_me ON tasks.invitations TO "task-api"
  USING (user_id = tasks.app_user() OR invited_by = tasks.app_user() OR list_owner = tasks.app_user()
    OR list_id = ANY ((SELECT tasks.my_lists())::uuid[]));
-- Nobody invites to a list of which they are not an owner, and nobody invites themselves.
CREATE POLICY by_owners ON tasks.invitations AS RESTRICTIVE FOR INSERT TO "task-api"
  WITH CHECK (invited_by = tasks.app_user() AND user_id <> tasks.app_user()
    AND EXISTS (SELECT FROM tasks.members m
      WHERE m.list_id = invitations.list_id AND m.user_id = tasks.app_user() AND m.role = 'OWNER'));
GRANT SELECT, INSERT, UPDATE, DELETE ON tasks.invitations TO "task-api";

-- The invited user makes themself a member, in the role that was offered.
CREATE POLICY accepting ON tasks.members FOR INSERT TO "task-api"
  WITH CHECK (user_id = tasks.app_user() AND EXISTS (
    SELECT FROM tasks.invitations i
    WHERE i.list_id = members.list_id AND i.user_id = members.user_id AND i.role = members.role
      AND i.state = 'PENDING'));

-- A member could let another one be reminded as often as they liked. reminder-dispatch sends only some of the
-- notifications of tasks that others have created.
ALTER TABLE reminders.notifications
  ADD COLUMN by_others boolean NOT NULL DEFAULT false;
CREATE INDEX notifications_by_others ON reminders.notifications (user_id, due_at, id) WHERE by_others;
