package dev.perennial.taskapi;

import dev.perennial.runtime.http.Answer;
import dev.perennial.runtime.http.JsonBody;
import dev.perennial.runtime.http.JsonFields;
import dev.perennial.runtime.http.ProblemException;
import dev.perennial.tasks.Outcome;
import dev.perennial.tasks.Task;
import dev.perennial.tasks.store.TaskStore;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;

/** What people may do to their tasks. */
final class TaskEndpoints implements Endpoints {

  private static final MediaType MERGE_PATCH = new MediaType("application", "merge-patch+json");

  private final TaskStore store;
  private final InstantSource clock;

  TaskEndpoints(TaskStore store, InstantSource clock) {
    this.store = store;
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
    routes.at("/v1/tasks/{id}/reopen", routes.writes(HttpMethod.POST, this::reopen));
  }

  private Answer.Whole create(ServerRequest request, String user) {
    var act = ClientHeaders.act(request, user, clock.instant());
    var draft =
        TaskFields.draft(
            JsonFields.requireObject(JsonBody.read(request, MediaType.APPLICATION_JSON)), user);
    var task = store.create(Task.create(UUID.randomUUID(), draft, act));
    return answer(201, task).with(HttpHeaders.LOCATION, "/v1/tasks/" + task.id());
  }

  private Answer.Whole get(ServerRequest request, String user) {
    return answer(200, store.find(user, id(request)).orElseThrow(TaskEndpoints::noSuchTask));
  }

  private Answer.Whole list(ServerRequest request, String user) {
    var query = PageRequest.of(request, user);
    return Answer.json(200, query.page(store.page(user, query.oneMore())));
  }

  private Answer.Whole edit(ServerRequest request, String user) {
    var act = ClientHeaders.act(request, user, clock.instant());
    var patch =
        JsonFields.requireObject(JsonBody.read(request, MediaType.APPLICATION_JSON, MERGE_PATCH));
    var edited =
        change(
            request,
            user,
            task -> {
              Versions.requireMatch(request, task);
              return task.edit(TaskFields.edit(task, patch, user), act);
            });
    return answer(200, edited.task());
  }

  private Answer.Whole delete(ServerRequest request, String user) {
    var act = ClientHeaders.act(request, user, clock.instant());
    change(
        request,
        user,
        task -> {
          Versions.requireMatch(request, task);
          return task.delete(null, ZoneOffset.UTC, store.lockOpen(task).orElse(null), act);
        });
    return Answer.empty(204);
  }

  private Answer.Whole complete(ServerRequest request, String user) {
    var act = ClientHeaders.act(request, user, clock.instant());
    var task = change(request, user, open -> open.complete(ZoneOffset.UTC, act)).task();
    return Answer.json(200, Completion.of(task));
  }

  private Answer.Whole reopen(ServerRequest request, String user) {
    var act = ClientHeaders.act(request, user, clock.instant());
    return answer(
        200,
        change(request, user, task -> task.reopen(store.lockNext(task).orElse(null), null, act))
            .task());
  }

  private Outcome change(ServerRequest request, String user, Function<Task, Outcome> change) {
    return store.change(user, id(request), change).orElseThrow(TaskEndpoints::noSuchTask);
  }

  private static UUID id(ServerRequest request) {
    return Ids.parse(request.pathVariable("id")).orElseThrow(TaskEndpoints::noSuchTask);
  }

  private static ProblemException noSuchTask() {
    return ProblemException.notFound("you have no such task");
  }

  private static Answer.Whole answer(int status, Task task) {
    return Answer.json(status, task.snapshot()).with(HttpHeaders.ETAG, Versions.etag(task));
  }
}
