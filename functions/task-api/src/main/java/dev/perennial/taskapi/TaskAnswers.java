package dev.perennial.taskapi;

import dev.perennial.runtime.http.Answer;
import dev.perennial.tasks.Task;
import org.springframework.http.HttpHeaders;

/** What is answered to an act on a task, whichever way it came. */
final class TaskAnswers {

  private TaskAnswers() {}

  static Answer.Whole created(Task task) {
    return answer(201, task).with(HttpHeaders.LOCATION, "/v1/tasks/" + task.id());
  }

  static Answer.Whole task(Task task) {
    return answer(200, task);
  }

  static Answer.Whole completion(Completion completion) {
    return Answer.json(200, completion);
  }

  static Answer.Whole gone() {
    return Answer.empty(204);
  }

  private static Answer.Whole answer(int status, Task task) {
    return Answer.json(status, task.snapshot())
        .with(HttpHeaders.ETAG, Versions.etag(task.version()));
  }
}
