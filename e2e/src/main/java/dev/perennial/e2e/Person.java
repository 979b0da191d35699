package dev.perennial.e2e;

import dev.perennial.events.EventJson;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A user with a token, and what a user does with tasks. */
public record Person(Http http) {

  private static final int LARGEST_PAGE = 200;

  /** Creates a task that recurs daily and is first due on this date. */
  public JsonNode createDaily(String title, String date) {
    return create(
        """
        {"title":"%s","due":{"date":"%s","time":"09:00","zone":"Europe/Berlin"},"recurrence":{"frequency":"daily"}}
        """
            .formatted(title, date));
  }

  /** Creates a task from this JSON. */
  public JsonNode create(String json) {
    return expect(201, http.post("/v1/tasks", json));
  }

  /** Completes the task and returns {task, next}. */
  public JsonNode complete(JsonNode task) {
    return expect(200, http.post(path(task) + "/complete", null));
  }

  /** Creates a list of this name. */
  public JsonNode createList(String name) {
    return expect(201, http.post("/v1/lists", "{\"name\":\"%s\"}".formatted(name)));
  }

  /**
   * Invites a user to the list and accepts as that user.
   *
   * @param user the user's id
   */
  public void share(String list, String user, String role, Person with) {
    var body = "{\"role\":\"%s\"}".formatted(role);
    expect(200, http.put("/v1/lists/" + list + "/members/" + user, body));
    expect(200, with.http.post("/v1/invitations/" + list + "/accept", null));
  }

  /** Updates these fields of the user's profile, as JSON. */
  public JsonNode updateProfile(String profile) {
    return expect(200, http.put("/v1/me", profile));
  }

  /** Registers the device of this push token. */
  public JsonNode registerDevice(String token) {
    return expect(
        200,
        http.post(
            "/v1/me/devices",
            "{\"token\":\"%s\",\"platform\":\"web\",\"name\":\"Browser\"}".formatted(token)));
  }

  /**
   * Executes up to 100 operations in one request.
   *
   * @param ops the operations, as JSON
   */
  public JsonNode batch(List<String> ops) {
    return expect(200, http.post("/v1/batch", "{\"ops\":[" + String.join(",", ops) + "]}"));
  }

  public HttpResponse<String> get(String id) {
    return http.get("/v1/tasks/" + id);
  }

  /** All tasks of this status, over all pages. */
  public List<JsonNode> all(String status) {
    var tasks = new ArrayList<JsonNode>();
    var cursor = "";
    do {
      var query = "/v1/tasks?status=%s&limit=%d%s".formatted(status, LARGEST_PAGE, cursor);
      var page = expect(200, http.get(query));
      page.path("items").forEach(tasks::add);
      var next = page.path("nextCursor");
      cursor = next.isString() ? "&cursor=" + next.asString() : "";
    } while (!cursor.isEmpty());
    return tasks;
  }

  /** All tasks with this title, completed or not. */
  public List<JsonNode> titled(String title) {
    return all("all").stream().filter(task -> task.path("title").asString().equals(title)).toList();
  }

  private static String path(JsonNode task) {
    return "/v1/tasks/" + task.path("id").asString();
  }

  private static JsonNode expect(int status, HttpResponse<String> response) {
    if (response.statusCode() != status) {
      throw new IllegalStateException(
          "%s answered %d: %s"
              .formatted(response.request().uri(), response.statusCode(), response.body()));
    }
    return EventJson.MAPPER.readTree(response.body());
  }
}
