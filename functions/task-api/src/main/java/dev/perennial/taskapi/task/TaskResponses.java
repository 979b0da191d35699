package dev.perennial.taskapi.task;

import dev.perennial.runtime.http.Answer;
import dev.perennial.taskapi.request.Versions;
import dev.perennial.tasks.task.Task;
import org.springframework.http.HttpHeaders;

/** The responses to commands on tasks, the same for single requests and batches. */
public final class TaskResponses {

  private TaskResponses() {}

  public static Answer.Whole created(Creation created) {
    Task task = created.task();
    return answer(201, task, created.body()).with(HttpHeaders.LOCATION, "/v1/tasks/" + task.id());
  }

  public static Answer.Whole task(Task task) {
    return answer(200, task, task.snapshot());
  }

  static Answer.Whole withReminders(TaskWithReminders task) {
    return Answer.json(200, task).with(HttpHeaders.ETAG, task.etag());
  }

  public static Answer.Whole completion(Completion completion) {
    return Answer.json(200, completion);
  }

  public static Answer.Whole deleted() {
    return Answer.empty(204);
  }

  private static Answer.Whole answer(int status, Task task, Object body) {
    return Answer.json(status, body).with(HttpHeaders.ETAG, Versions.etag(task.version()));
  }
}
