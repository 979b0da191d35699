package dev.perennial.taskapi;

import dev.perennial.api.response.Response;
import dev.perennial.tasks.Task;
import org.springframework.http.HttpHeaders;

/** What is answered to an act on a task, whichever way it came. */
final class TaskAnswers {

  private TaskAnswers() {}

  static Response.Whole created(Creation created) {
    Task task = created.task();
    return answer(201, task, created.body()).with(HttpHeaders.LOCATION, "/v1/tasks/" + task.id());
  }

  static Response.Whole task(Task task) {
    return answer(200, task, task.snapshot());
  }

  static Response.Whole shown(ShownTask shown) {
    return Response.json(200, shown).with(HttpHeaders.ETAG, shown.etag());
  }

  static Response.Whole completion(Completion completion) {
    return Response.json(200, completion);
  }

  static Response.Whole gone() {
    return Response.empty(204);
  }

  private static Response.Whole answer(int status, Task task, Object body) {
    return Response.json(status, body).with(HttpHeaders.ETAG, Versions.etag(task.version()));
  }
}
