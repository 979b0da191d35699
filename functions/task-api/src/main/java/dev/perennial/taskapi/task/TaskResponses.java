package dev.perennial.taskapi.task;

import dev.perennial.api.response.Response;
import dev.perennial.taskapi.request.Versions;
import dev.perennial.tasks.task.Task;
import org.springframework.http.HttpHeaders;

/** The responses to commands on tasks, the same for single requests and batches. */
public final class TaskResponses {

  private TaskResponses() {}

  public static Response.Whole created(Creation created) {
    Task task = created.task();
    return response(201, task, created.body()).with(HttpHeaders.LOCATION, "/v1/tasks/" + task.id());
  }

  public static Response.Whole task(Task task) {
    return response(200, task, task.snapshot());
  }

  static Response.Whole withReminders(TaskWithReminders task) {
    return Response.json(200, task).with(HttpHeaders.ETAG, task.etag());
  }

  public static Response.Whole completion(Completion completion) {
    return Response.json(200, completion);
  }

  public static Response.Whole deleted() {
    return Response.empty(204);
  }

  private static Response.Whole response(int status, Task task, Object body) {
    return Response.json(status, body).with(HttpHeaders.ETAG, Versions.etag(task.version()));
  }
}
