package dev.perennial.taskapi.list;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.Ids;
import dev.perennial.api.request.JsonBody;
import dev.perennial.api.request.JsonFields;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.events.ListSnapshot;
import dev.perennial.events.ListSnapshot.Role;
import dev.perennial.events.UserId;
import dev.perennial.taskapi.list.ListCommands.Target;
import dev.perennial.taskapi.request.ClientHeaders;
import dev.perennial.taskapi.request.Versions;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.list.TaskList;
import dev.perennial.tasks.store.ListStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/** The endpoints of lists and their members. */
public final class ListEndpoints implements Endpoints {

  /** All lists of a user. */
  record Lists(List<ListSnapshot> items) {}

  private static final String USER_ID = "userId";
  private static final String ROLE = "role";

  private final ListStore store;
  private final ListCommands commands;
  private final InstantSource clock;

  public ListEndpoints(ListStore store, ListCommands commands, InstantSource clock) {
    this.store = store;
    this.commands = commands;
    this.clock = clock;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at(
        "/v1/lists",
        routes.reads(HttpMethod.GET, this::all),
        routes.writes(HttpMethod.POST, this::create));
    routes.at(
        "/v1/lists/{listId}",
        routes.reads(HttpMethod.GET, this::get),
        routes.writes(HttpMethod.PATCH, this::edit),
        routes.writes(HttpMethod.DELETE, this::delete));
    routes.at(
        "/v1/lists/{listId}/members",
        routes.writes(HttpMethod.PUT, this::shareNamed),
        routes.writes(HttpMethod.DELETE, this::unshareNamed).taking(USER_ID));
    routes.at(
        "/v1/lists/{listId}/members/{userId}",
        routes.writes(HttpMethod.PUT, this::share),
        routes.writes(HttpMethod.DELETE, this::unshare));
  }

  private Response.Whole all(ApiRequest request, String user) {
    List<TaskList> lists = store.all(user, clock.instant());
    return Response.json(200, new Lists(lists.stream().map(TaskList::snapshot).toList()));
  }

  private Response.Whole create(ApiRequest request, String user) {
    return ListResponses.created(
        commands.create(
            JsonBody.read(request, MediaType.APPLICATION_JSON), command(request, user)));
  }

  private Response.Whole get(ApiRequest request, String user) {
    return ListResponses.list(
        store.find(user, id(request), clock.instant()).orElseThrow(ListEndpoints::noSuchList));
  }

  private Response.Whole edit(ApiRequest request, String user) {
    JsonNode patch = JsonBody.read(request, MediaType.APPLICATION_JSON, JsonBody.MERGE_PATCH);
    return ListResponses.list(commands.edit(atVersion(request), patch, command(request, user)));
  }

  private Response.Whole delete(ApiRequest request, String user) {
    commands.delete(atVersion(request), command(request, user));
    return ListResponses.deleted();
  }

  private Response.Whole share(ApiRequest request, String user) {
    var errors = new FieldErrors();
    JsonFields fields = body(request, errors, Set.of(ROLE), MediaType.APPLICATION_JSON);
    String other = request.pathVariable(USER_ID);
    if (!UserId.isValid(other)) {
      errors.add("/" + USER_ID, UserId.FORM);
    }
    return share(request, user, other, fields);
  }

  /** As {@link #share}, for ids that proxies may change in a path. */
  private Response.Whole shareNamed(ApiRequest request, String user) {
    JsonFields fields =
        body(request, new FieldErrors(), Set.of(USER_ID, ROLE), MediaType.APPLICATION_JSON);
    fields.require(USER_ID);
    return share(request, user, fields.parsed(USER_ID, UserId::parse, UserId.FORM), fields);
  }

  private Response.Whole share(
      ApiRequest request, String user, @Nullable String other, JsonFields fields) {
    fields.require(ROLE);
    Role role = fields.choice(ROLE, Role.class);
    fields.errors().throwIfAny();
    return ListResponses.list(
        store
            .share(
                id(request),
                Objects.requireNonNull(other),
                Objects.requireNonNull(role),
                list -> Versions.requireMatch(request, list.version()),
                command(request, user))
            .orElseThrow(ListEndpoints::noSuchList));
  }

  private Response.Whole unshare(ApiRequest request, String user) {
    return unshare(request, user, request.pathVariable(USER_ID));
  }

  /** As {@link #unshare}, for ids that proxies may change in a path. */
  private Response.Whole unshareNamed(ApiRequest request, String user) {
    return unshare(
        request,
        user,
        request
            .param(USER_ID)
            .orElseThrow(() -> ProblemException.invalid("/" + USER_ID, "is required")));
  }

  private Response.Whole unshare(ApiRequest request, String user, String other) {
    boolean isFound =
        store
            .unshare(
                id(request),
                other,
                list -> Versions.requireMatch(request, list.version()),
                command(request, user))
            .orElseThrow(ListEndpoints::noSuchList);
    if (!isFound) {
      throw ProblemException.notFound("the list has no such member, and nobody invited of this id");
    }
    return Response.empty(204);
  }

  private static Target atVersion(ApiRequest request) {
    return new Target(id(request), list -> Versions.requireMatch(request, list.version()));
  }

  private Command command(ApiRequest request, String user) {
    return ClientHeaders.command(request, user, clock.instant());
  }

  private static JsonFields body(
      ApiRequest request, FieldErrors errors, Set<String> known, MediaType... types) {
    return JsonFields.of(JsonBody.read(request, types), errors, known);
  }

  public static UUID id(ApiRequest request) {
    return Ids.parse(request.pathVariable("listId")).orElseThrow(ListEndpoints::noSuchList);
  }

  public static ProblemException noSuchList() {
    return ListCommands.noSuchList();
  }
}
