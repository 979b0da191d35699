package dev.perennial.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.perennial.e2e.Http;
import dev.perennial.events.EventJson;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Things of a user that there are, so that a valid request has something to act on. */
record RealThings(String list, String task, String series) {

  /** Stand for real things in requests that are generated before there are any. */
  static final RealThings PLACEHOLDERS =
      new RealThings(
          "11111111-1111-4111-8111-111111111111",
          "22222222-2222-4222-8222-222222222222",
          "33333333-3333-4333-8333-333333333333");

  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
  private static final String RECURRING =
      """
      {"title":"Water the plants","due":{"date":"2027-01-04","time":"09:00"},
       "recurrence":{"frequency":"daily"},"reminders":[{"before":"PT15M"}]}
      """;

  static RealThings of(Http user) {
    String list = post(user, "/v1/lists", "{\"name\":\"Garden\"}").path("id").asString();
    JsonNode task = post(user, "/v1/lists/" + list + "/tasks", RECURRING);
    return new RealThings(list, task.path("id").asString(), task.path("seriesId").asString());
  }

  private static JsonNode post(Http user, String path, String body) {
    var answer = user.send("POST", path, JSON, body);
    if (answer.statusCode() != 201) {
      throw new IllegalStateException(
          path + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return EventJson.MAPPER.readTree(answer.body());
  }

  /** The id for this parameter of a path, a query or a body; the given value for another one. */
  String valueOf(String template, String parameter, String otherwise) {
    return switch (parameter) {
      case "listId" -> list;
      case "taskId" -> task;
      case "id" -> template.contains("series") ? series : task;
      default -> otherwise;
    };
  }

  /** The request with these things instead of the placeholders. */
  Request in(Request request) {
    byte[] body = request.body();
    return new Request(
        request.name(),
        request.method(),
        request.template(),
        replaced(request.target()),
        request.headers(),
        body == null ? null : replaced(new String(body, ISO_8859_1)).getBytes(ISO_8859_1));
  }

  private String replaced(String text) {
    return text.replace(PLACEHOLDERS.list, list)
        .replace(PLACEHOLDERS.task, task)
        .replace(PLACEHOLDERS.series, series);
  }
}
