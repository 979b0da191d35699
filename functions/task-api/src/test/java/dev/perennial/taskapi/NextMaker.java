package dev.perennial.taskapi;

import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.tasks.Act;
import dev.perennial.tasks.store.JdbcTaskStore;
import dev.perennial.tasks.store.TaskStore;
import dev.perennial.tasks.store.TaskStore.NextResult;
import java.time.Instant;
import java.util.UUID;

/** Makes the next occurrence of a closed task as on-completed-recurrence does, in its role. */
final class NextMaker {

  // Open until the tests' JVM ends.
  private static final TaskStore TASKS =
      new JdbcTaskStore(
          Database.open(TestPostgres.shared().settings("on-completed-recurrence")), entry -> {});

  private NextMaker() {}

  static NextResult after(Api api, String task) {
    return TASKS.makeNext(
        api.user,
        UUID.fromString(task.substring(task.lastIndexOf('/') + 1)),
        Act.now(api.user, null, Instant.now()));
  }
}
