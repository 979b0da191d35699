-- Whoever erases themself leaves nothing behind: task-api may delete what was theirs, and row-level security sees to it
-- that it is nobody else's.
GRANT DELETE ON tasks.tasks, tasks.lists, tasks.profiles TO "task-api";
