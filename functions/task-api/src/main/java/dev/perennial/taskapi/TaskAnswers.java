package dev.perennial.taskapi;

import dev.perennial.runtime.http.Answer;
import dev.perennial.tasks.Task;
import org.springframework.http.HttpHeaders;

/** What is answered to an act on a task, whichever way it came. */
final class TaskAnswers {

  private TaskAnswers() {}

  static Answer.Whole created(Creation created) {
    Task task = created.task();
    return answer(201, task, created.body()).with(HttpHeaders.LOCATION, "/v1/tasks/" + task.id());
  }

  static Answer.Whole task(Task task) {
    return answer(200, task, task.snapshot());
  }

  static Answer.Whole shown(ShownTask shown) {
    return Answer.json(200, shown).with(HttpHeaders.ETAG, shown.etag());
  }

  static Answer.Whole completion(Completion completion) {
    return Answer.json(200, completion);
  }

  static Answer.Whole gone() {
    return Answer.empty(204);
  }

  private static Answer.Whole answer(int status, Task task, Object body) {
    return Answer.json(status, body).with(HttpHeaders.ETAG, Versions.etag(task.version()));
  }
}
