package dev.perennial.taskapi.task;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.JsonBody;
import dev.perennial.api.request.JsonFields;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.events.EventJson;
import dev.perennial.taskapi.fields.TaskFields;
import dev.perennial.taskapi.quick.QuickAddResult.Phrase;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.edit.CreateTask;
import dev.perennial.tasks.task.Task;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import tools.jackson.databind.node.ObjectNode;

/** Previews the task that a quick-add line would create. */
public final class QuickEndpoints implements Endpoints {

  /**
   * @param task the fields that clients write, as they would be stored
   * @param understood the phrases of the line apart from the title, in the order typed
   */
  private record Preview(ObjectNode task, List<Phrase> understood) {}

  private final Function<String, ZoneId> zones;
  private final InstantSource clock;

  /**
   * @param zones the time zone of a user
   */
  public QuickEndpoints(Function<String, ZoneId> zones, InstantSource clock) {
    this.zones = zones;
    this.clock = clock;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at("/v1/quick/preview", routes.reads(HttpMethod.POST, this::preview));
  }

  private Response.Whole preview(ApiRequest request, String user) {
    ObjectNode fields =
        JsonFields.requireObject(JsonBody.read(request, MediaType.APPLICATION_JSON));
    if (!QuickFields.isIn(fields)) {
      throw ProblemException.invalid("/quick", "is required: the line to parse");
    }
    Instant now = clock.instant();
    QuickFields quick = QuickFields.read(fields, user, now.atZone(zones.apply(user)));
    Task task =
        CreateTask.create(UUID.randomUUID(), quick.draft(), Command.now(user, null, now)).task();
    ObjectNode shown = EventJson.MAPPER.valueToTree(task.snapshot());
    return Response.json(200, new Preview(shown.retain(TaskFields.NAMES), quick.understood()));
  }
}
