package dev.perennial.taskapi.list;

import dev.perennial.api.response.Response;
import dev.perennial.taskapi.request.Versions;
import dev.perennial.tasks.list.TaskList;
import org.springframework.http.HttpHeaders;

/** The responses to commands on lists, the same for single requests and batches. */
public final class ListResponses {

  private ListResponses() {}

  public static Response.Whole created(TaskList list) {
    return response(201, list).with(HttpHeaders.LOCATION, "/v1/lists/" + list.id());
  }

  public static Response.Whole list(TaskList list) {
    return response(200, list);
  }

  public static Response.Whole deleted() {
    return Response.empty(204);
  }

  private static Response.Whole response(int status, TaskList list) {
    return Response.json(status, list.snapshot())
        .with(HttpHeaders.ETAG, Versions.etag(list.version()));
  }
}
