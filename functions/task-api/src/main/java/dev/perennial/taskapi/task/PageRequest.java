package dev.perennial.taskapi.task;

import dev.perennial.api.page.Page;
import dev.perennial.api.page.PageLimit;
import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.Ids;
import dev.perennial.api.request.QueryChoice;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.tasks.store.TaskCriteria;
import dev.perennial.tasks.store.TaskPage;
import dev.perennial.tasks.store.TaskQuery;
import dev.perennial.tasks.store.TaskQuery.Filter;
import dev.perennial.tasks.store.TaskQuery.Position;
import dev.perennial.tasks.store.TaskSort;
import dev.perennial.tasks.task.Task;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A request for a page of tasks, and its response. */
public record PageRequest(TaskQuery query, TaskCursor cursor) {

  /** The query parameters of {@link #of}. */
  static final List<String> PARAMETERS = with("listId");

  /** The query parameters of {@link #ofList}. */
  static final List<String> PARAMETERS_OF_LIST = with();

  /** The query parameters of {@link #ofSeries}. */
  public static final List<String> PARAMETERS_OF_SERIES = List.of("limit", "cursor");

  private static final PageLimit LIMIT = new PageLimit(50, 200);

  /**
   * @param now the local time of the user
   */
  static PageRequest of(ApiRequest request, String user, Supplier<ZonedDateTime> now) {
    FieldErrors errors = new FieldErrors();
    UUID listId = request.param("listId").map(text -> listId(text, errors)).orElse(null);
    return found(listId, request, user, now, errors);
  }

  /** As {@link #of}, of this list. */
  static PageRequest ofList(
      UUID listId, ApiRequest request, String user, Supplier<ZonedDateTime> now) {
    return found(listId, request, user, now, new FieldErrors());
  }

  /** The occurrences of this series. */
  public static PageRequest ofSeries(UUID seriesId, ApiRequest request, String user) {
    TaskQuery query = new TaskQuery(Filter.ALL, null, seriesId, Position.START, LIMIT.byDefault());
    return of(query, request, user, new FieldErrors());
  }

  private static PageRequest found(
      @Nullable UUID listId,
      ApiRequest request,
      String user,
      Supplier<ZonedDateTime> now,
      FieldErrors errors) {
    Filter filter = status(request, errors);
    TaskCriteria criteria = CriteriaParameters.read(request, now, errors);
    TaskSort sort =
        QueryChoice.read(request, "sort", TaskSort.class, errors).orElse(TaskSort.CREATED);
    TaskQuery query =
        new TaskQuery(
            filter, listId, null, criteria, sort, Position.start(sort), LIMIT.byDefault());
    return of(query, request, user, errors);
  }

  /** The query from the position and with the limit of the request. */
  private static PageRequest of(
      TaskQuery query, ApiRequest request, String user, FieldErrors errors) {
    int limit = LIMIT.read(request, errors);
    TaskCursor cursor = TaskCursor.of(user, query);
    Position after = cursor.read(request, errors).orElse(query.after());
    errors.throwIfAny();
    return new PageRequest(query.from(after, limit), cursor);
  }

  private static List<String> with(String... others) {
    return Stream.of(
            Stream.of("status"),
            Stream.of(others),
            CriteriaParameters.NAMES.stream(),
            Stream.of("sort", "limit", "cursor"))
        .flatMap(some -> some)
        .toList();
  }

  Page<TaskSnapshot> page(TaskPage found) {
    String next =
        found.hasMore() ? cursor.write(Position.of(found.tasks().getLast(), query.sort())) : null;
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
