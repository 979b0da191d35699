package dev.perennial.taskapi;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.http.JsonBody;
import dev.perennial.runtime.http.JsonFields;
import dev.perennial.runtime.http.ProblemException;
import dev.perennial.tasks.Outcome;
import dev.perennial.tasks.Task;
import dev.perennial.tasks.store.TaskStore;
import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** What people may do to their tasks. */
final class TaskEndpoints {

  private static final MediaType MERGE_PATCH = new MediaType("application", "merge-patch+json");

  private final TaskStore store;
  private final InstantSource clock;

  TaskEndpoints(TaskStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  ServerResponse create(ServerRequest request, String user) {
    var act = ClientHeaders.act(request, user, clock.instant());
    var draft =
        TaskFields.draft(
            JsonFields.requireObject(JsonBody.read(request, MediaType.APPLICATION_JSON)), user);
    var task = store.create(Task.create(UUID.randomUUID(), draft, act));
    return ServerResponse.created(URI.create("/v1/tasks/" + task.id()))
        .eTag(Versions.etag(task))
        .contentType(MediaType.APPLICATION_JSON)
        .body(EventJson.write(task.snapshot()));
  }

  ServerResponse get(ServerRequest request, String user) {
    return answer(store.find(user, id(request)).orElseThrow(TaskEndpoints::noSuchTask));
  }

  ServerResponse list(ServerRequest request, String user) {
    var query = PageRequest.of(request, user);
    return json(query.page(store.page(user, query.oneMore())));
  }

  ServerResponse edit(ServerRequest request, String user) {
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
    return answer(edited.task());
  }

  ServerResponse delete(ServerRequest request, String user) {
    var act = ClientHeaders.act(request, user, clock.instant());
    change(
        request,
        user,
        task -> {
          Versions.requireMatch(request, task);
          return task.delete(null, ZoneOffset.UTC, store.lockOpen(task).orElse(null), act);
        });
    return ServerResponse.noContent().build();
  }

  ServerResponse complete(ServerRequest request, String user) {
    var act = ClientHeaders.act(request, user, clock.instant());
    var task = change(request, user, open -> open.complete(ZoneOffset.UTC, act)).task();
    return json(Completion.of(task));
  }

  ServerResponse reopen(ServerRequest request, String user) {
    var act = ClientHeaders.act(request, user, clock.instant());
    return answer(
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

  private static ServerResponse answer(Task task) {
    return ServerResponse.ok()
        .eTag(Versions.etag(task))
        .contentType(MediaType.APPLICATION_JSON)
        .body(EventJson.write(task.snapshot()));
  }

  private static ServerResponse json(Object body) {
    return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).body(EventJson.write(body));
  }
}
