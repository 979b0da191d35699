package dev.perennial.taskapi.task;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.Ids;
import dev.perennial.api.request.JsonBody;
import dev.perennial.api.request.JsonFields;
import dev.perennial.api.request.QueryChoice;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.taskapi.list.ListEndpoints;
import dev.perennial.taskapi.request.ClientHeaders;
import dev.perennial.taskapi.request.Versions;
import dev.perennial.taskapi.task.TaskCommands.Target;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.edit.NextChoice;
import dev.perennial.tasks.edit.Scope;
import dev.perennial.tasks.list.TaskList;
import dev.perennial.tasks.store.ListStore;
import dev.perennial.tasks.store.TaskStore;
import dev.perennial.tasks.task.Task;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import tools.jackson.databind.node.ObjectNode;

/** The endpoints of tasks. */
public final class TaskEndpoints implements Endpoints {

  private static final String LIST_ID = "listId";
  private static final String SCOPE = "scope";
  private static final String NEXT = "next";

  private final TaskStore store;
  private final TaskPages pages;
  private final ListStore lists;
  private final TaskCommands commands;
  private final Function<String, ZoneId> zones;
  private final InstantSource clock;

  /**
   * @param zones the time zone of a user
   */
  public TaskEndpoints(
      TaskStore store,
      TaskPages pages,
      ListStore lists,
      TaskCommands commands,
      Function<String, ZoneId> zones,
      InstantSource clock) {
    this.store = store;
    this.pages = pages;
    this.lists = lists;
    this.commands = commands;
    this.zones = zones;
    this.clock = clock;
  }

  @Override
  public void addTo(Routes routes) {
    addTo(routes, "/v1", PageRequest.PARAMETERS);
    addTo(routes, "/v1/lists/{" + LIST_ID + "}", PageRequest.PARAMETERS_OF_LIST);
    routes.at("/v1/tasks/{id}/complete", routes.writes(HttpMethod.POST, this::complete));
    routes.at("/v1/tasks/{id}/skip", routes.writes(HttpMethod.POST, this::skip));
    routes.at("/v1/tasks/{id}/reopen", routes.writes(HttpMethod.POST, this::reopen).taking(NEXT));
    routes.at("/v1/tasks/{id}/restore", routes.writes(HttpMethod.POST, this::restore));
  }

  private Response.Whole restore(ApiRequest request, String user) {
    return TaskResponses.task(commands.restore(Target.any(id(request)), command(request, user)));
  }

  private void addTo(Routes routes, String above, List<String> pageParameters) {
    routes.at(
        above + "/tasks",
        routes.reads(HttpMethod.GET, this::page).taking(pageParameters),
        routes.writes(HttpMethod.POST, this::create));
    routes.at(
        above + "/tasks/{id}",
        routes.reads(HttpMethod.GET, this::get),
        routes.writes(HttpMethod.PATCH, this::edit).taking(SCOPE),
        routes.writes(HttpMethod.DELETE, this::delete).taking(SCOPE));
  }

  private Response.Whole create(ApiRequest request, String user) {
    ObjectNode fields = body(request, MediaType.APPLICATION_JSON);
    list(request, user).ifPresent(list -> putInto(list, fields));
    return TaskResponses.created(
        commands.create(UUID.randomUUID(), fields, command(request, user)));
  }

  private Response.Whole get(ApiRequest request, String user) {
    Task task =
        store
            .find(user, id(request))
            .filter(found -> isInList(found, request))
            .orElseThrow(TaskCommands::noSuchTask);
    return TaskResponses.withReminders(
        TaskWithReminders.of(task, store.reminders(user, task.id())));
  }

  private Response page(ApiRequest request, String user) {
    PageRequest query =
        list(request, user)
            .map(list -> PageRequest.ofList(list.id(), request, user, nowOf(user)))
            .orElseGet(() -> PageRequest.of(request, user, nowOf(user)));
    return pages.send(user, query);
  }

  /** The local time of the user. */
  private Supplier<ZonedDateTime> nowOf(String user) {
    return () -> clock.instant().atZone(zones.apply(user));
  }

  private Response.Whole edit(ApiRequest request, String user) {
    ObjectNode patch = body(request, MediaType.APPLICATION_JSON, JsonBody.MERGE_PATCH);
    return TaskResponses.task(
        commands.edit(atVersion(request), patch, scope(request), command(request, user)));
  }

  private Response.Whole delete(ApiRequest request, String user) {
    commands.delete(atVersion(request), scope(request), command(request, user));
    return TaskResponses.deleted();
  }

  private Response.Whole complete(ApiRequest request, String user) {
    return TaskResponses.completion(
        commands.complete(Target.any(id(request)), command(request, user)));
  }

  private Response.Whole skip(ApiRequest request, String user) {
    return TaskResponses.completion(commands.skip(Target.any(id(request)), command(request, user)));
  }

  private Response.Whole reopen(ApiRequest request, String user) {
    NextChoice choice = QueryChoice.read(request, NEXT, NextChoice.class).orElse(null);
    return TaskResponses.task(
        commands.reopen(Target.any(id(request)), choice, command(request, user)));
  }

  private Command command(ApiRequest request, String user) {
    return ClientHeaders.command(request, user, clock.instant());
  }

  private static ObjectNode body(ApiRequest request, MediaType... types) {
    return JsonFields.requireObject(JsonBody.read(request, types));
  }

  private static Target atVersion(ApiRequest request) {
    return new Target(
        id(request),
        task -> {
          if (!isInList(task, request)) {
            throw TaskCommands.noSuchTask();
          }
          Versions.requireMatch(request, task.version());
        });
  }

  /** The list in the path; empty if the path has none. */
  private Optional<TaskList> list(ApiRequest request, String user) {
    return listId(request)
        .map(id -> lists.find(user, id, clock.instant()).orElseThrow(ListEndpoints::noSuchList));
  }

  private static boolean isInList(Task task, ApiRequest request) {
    return listId(request).map(task.content().listId()::equals).orElse(true);
  }

  private static Optional<UUID> listId(ApiRequest request) {
    return Optional.ofNullable(request.optionalPathVariable(LIST_ID).orElse(null))
        .map(text -> Ids.parse(text).orElseThrow(ListEndpoints::noSuchList));
  }

  private static void putInto(TaskList list, ObjectNode fields) {
    String id = list.id().toString();
    if (!fields.path(LIST_ID).asString(id).equals(id)) {
      throw ProblemException.invalid("/" + LIST_ID, "must be absent or the list in the path");
    }
    fields.put(LIST_ID, id);
  }

  private static @Nullable Scope scope(ApiRequest request) {
    return QueryChoice.read(request, SCOPE, Scope.class).orElse(null);
  }

  private static UUID id(ApiRequest request) {
    return Ids.parse(request.pathVariable("id")).orElseThrow(TaskCommands::noSuchTask);
  }
}
