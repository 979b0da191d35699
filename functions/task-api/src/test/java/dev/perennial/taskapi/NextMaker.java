package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

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

  /** The address of the occurrence that came of completing this one. */
  static String completeAndMake(Api api, String task) {
    var next = "/v1/tasks/" + api.post(task + "/complete", "").expect(200).text("/next/id");
    assertThat(after(api, task)).isEqualTo(NextResult.MADE);
    api.get(next).expect(200);
    return next;
  }

  static NextResult after(Api api, String task) {
    return TASKS.makeNext(
        api.user,
        UUID.fromString(task.substring(task.lastIndexOf('/') + 1)),
        Act.now(api.user, null, Instant.now()));
  }
}
