package dev.perennial.taskapi.task;

import dev.perennial.api.page.Page;
import dev.perennial.api.page.PageLimit;
import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.Ids;
import dev.perennial.api.request.QueryChoice;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.tasks.store.TaskPage;
import dev.perennial.tasks.store.TaskQuery;
import dev.perennial.tasks.store.TaskQuery.Filter;
import dev.perennial.tasks.store.TaskQuery.Position;
import dev.perennial.tasks.task.Task;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request for a page of tasks, and its response. */
public record PageRequest(TaskQuery query, TaskCursor cursor) {

  /** The query parameters of {@link #of}. */
  static final List<String> PARAMETERS = List.of("status", "listId", "limit", "cursor");

  /** The query parameters of {@link #ofList}. */
  static final List<String> PARAMETERS_OF_LIST = List.of("status", "limit", "cursor");

  /** The query parameters of {@link #ofSeries}. */
  public static final List<String> PARAMETERS_OF_SERIES = List.of("limit", "cursor");

  private static final PageLimit LIMIT = new PageLimit(50, 200);

  public static PageRequest of(ApiRequest request, String user) {
    FieldErrors errors = new FieldErrors();
    Filter filter = status(request, errors);
    UUID listId = request.param("listId").map(text -> listId(text, errors)).orElse(null);
    return of(filter, listId, null, request, user, errors);
  }

  /** The tasks of this list. */
  static PageRequest ofList(UUID listId, ApiRequest request, String user) {
    FieldErrors errors = new FieldErrors();
    return of(status(request, errors), listId, null, request, user, errors);
  }

  /** The occurrences of this series. */
  public static PageRequest ofSeries(UUID seriesId, ApiRequest request, String user) {
    return of(Filter.ALL, null, seriesId, request, user, new FieldErrors());
  }

  private static PageRequest of(
      Filter filter,
      @Nullable UUID listId,
      @Nullable UUID seriesId,
      ApiRequest request,
      String user,
      FieldErrors errors) {
    int limit = LIMIT.read(request, errors);
    TaskCursor cursor = new TaskCursor(user, filter + "/" + listId + "/" + seriesId);
    Position after = cursor.read(request, errors).orElse(Position.START);
    errors.throwIfAny();
    return new PageRequest(new TaskQuery(filter, listId, seriesId, after, limit), cursor);
  }

  Page<TaskSnapshot> page(TaskPage found) {
    String next = found.hasMore() ? cursor.write(Position.of(found.tasks().getLast())) : null;
    return new Page<>(found.tasks().stream().map(Task::snapshot).toList(), next);
  }

  private static Filter status(ApiRequest request, FieldErrors errors) {
    return QueryChoice.read(request, "status", Filter.class, errors).orElse(Filter.OPEN);
  }

  private static @Nullable UUID listId(String text, FieldErrors errors) {
    Optional<UUID> id = Ids.parse(text);
    if (id.isEmpty()) {
      errors.add("/listId", "must be a UUID");
    }
    return id.orElse(null);
  }
}
