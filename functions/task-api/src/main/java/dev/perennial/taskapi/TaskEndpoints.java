package dev.perennial.taskapi;

import dev.perennial.runtime.http.Answer;
import dev.perennial.runtime.http.JsonBody;
import dev.perennial.runtime.http.JsonFields;
import dev.perennial.taskapi.TaskActs.Target;
import dev.perennial.tasks.Act;
import dev.perennial.tasks.Scope;
import dev.perennial.tasks.Task;
import dev.perennial.tasks.Task.NextChoice;
import dev.perennial.tasks.store.TaskStore;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import tools.jackson.databind.node.ObjectNode;

/** What people may do to their tasks. */
final class TaskEndpoints implements Endpoints {

  private final TaskStore store;
  private final TaskActs acts;
  private final InstantSource clock;

  TaskEndpoints(TaskStore store, TaskActs acts, InstantSource clock) {
    this.store = store;
    this.acts = acts;
    this.clock = clock;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at(
        "/v1/tasks",
        routes.reads(HttpMethod.GET, this::list),
        routes.writes(HttpMethod.POST, this::create));
    routes.at(
        "/v1/tasks/{id}",
        routes.reads(HttpMethod.GET, this::get),
        routes.writes(HttpMethod.PATCH, this::edit),
        routes.writes(HttpMethod.DELETE, this::delete));
    routes.at("/v1/tasks/{id}/complete", routes.writes(HttpMethod.POST, this::complete));
    routes.at("/v1/tasks/{id}/skip", routes.writes(HttpMethod.POST, this::skip));
    routes.at("/v1/tasks/{id}/reopen", routes.writes(HttpMethod.POST, this::reopen));
  }

  private Answer.Whole create(ServerRequest request, String user) {
    var task =
        acts.create(
            UUID.randomUUID(), body(request, MediaType.APPLICATION_JSON), act(request, user));
    return answer(201, task).with(HttpHeaders.LOCATION, "/v1/tasks/" + task.id());
  }

  private Answer.Whole get(ServerRequest request, String user) {
    return answer(200, store.find(user, id(request)).orElseThrow(TaskActs::noSuchTask));
  }

  private Answer.Whole list(ServerRequest request, String user) {
    var query = PageRequest.of(request, user);
    return Answer.json(200, query.page(store.page(user, query.oneMore())));
  }

  private Answer.Whole edit(ServerRequest request, String user) {
    var patch = body(request, MediaType.APPLICATION_JSON, JsonBody.MERGE_PATCH);
    return answer(200, acts.edit(atVersion(request), patch, scope(request), act(request, user)));
  }

  private Answer.Whole delete(ServerRequest request, String user) {
    acts.delete(atVersion(request), scope(request), act(request, user));
    return Answer.empty(204);
  }

  private Answer.Whole complete(ServerRequest request, String user) {
    return Answer.json(200, acts.complete(Target.any(id(request)), act(request, user)));
  }

  private Answer.Whole skip(ServerRequest request, String user) {
    return Answer.json(200, acts.skip(Target.any(id(request)), act(request, user)));
  }

  private Answer.Whole reopen(ServerRequest request, String user) {
    var choice = QueryChoice.read(request, "next", NextChoice.class).orElse(null);
    return answer(200, acts.reopen(Target.any(id(request)), choice, act(request, user)));
  }

  private Act act(ServerRequest request, String user) {
    return ClientHeaders.act(request, user, clock.instant());
  }

  private static ObjectNode body(ServerRequest request, MediaType... types) {
    return JsonFields.requireObject(JsonBody.read(request, types));
  }

  private static Target atVersion(ServerRequest request) {
    return new Target(id(request), task -> Versions.requireMatch(request, task.version()));
  }

  private static @Nullable Scope scope(ServerRequest request) {
    return QueryChoice.read(request, "scope", Scope.class).orElse(null);
  }

  private static UUID id(ServerRequest request) {
    return Ids.parse(request.pathVariable("id")).orElseThrow(TaskActs::noSuchTask);
  }

  private static Answer.Whole answer(int status, Task task) {
    return Answer.json(status, task.snapshot())
        .with(HttpHeaders.ETAG, Versions.etag(task.version()));
  }
}
