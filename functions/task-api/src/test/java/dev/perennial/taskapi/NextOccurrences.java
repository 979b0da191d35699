package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.store.TaskStore;
import dev.perennial.tasks.store.TaskStore.NextResult;
import java.time.Instant;
import java.util.UUID;

/** Creates next occurrences with the database role of on-completed-recurrence. */
final class NextOccurrences {

  // Open until the tests' JVM ends.
  private static final TaskStore TASKS =
      new TaskStore(
          Database.open(TestPostgres.shared().settings("on-completed-recurrence")),
          _ -> Instant.EPOCH);

  private NextOccurrences() {}

  /** Completes the task and returns the path of its next occurrence. */
  static String completeAndMake(Api api, String task) {
    var next = "/v1/tasks/" + api.post(task + "/complete", "").expect(200).text("/next/id");
    assertThat(after(api, task)).isEqualTo(NextResult.CREATED);
    api.get(next).expect(200);
    return next;
  }

  static NextResult after(Api api, String task) {
    return TASKS.createNext(
        api.user,
        UUID.fromString(task.substring(task.lastIndexOf('/') + 1)),
        Command.now(api.user, null, Instant.now()));
  }
}
