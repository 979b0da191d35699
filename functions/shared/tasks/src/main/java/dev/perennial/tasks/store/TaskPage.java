package dev.perennial.tasks.store;

import dev.perennial.tasks.store.TaskQuery.Position;
import dev.perennial.tasks.task.Content;
import dev.perennial.tasks.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tasks in the order of their query. Long tasks make a page shorter than the query allows, so that
 * it takes a limited amount of memory.
 *
 * @param hasMore whether other tasks follow the last one
 */
public record TaskPage(List<Task> tasks, boolean hasMore) {

  /** The texts of a page have about so many bytes, unless its first task alone has more. */
  public static final int MAX_BYTES = 512 * 1024;

  /** How many tasks are read at a time; the last ones may be too many for the page. */
  private static final int PART = 25;

  /** About what a task takes without its title and its description. */
  private static final int OTHER_BYTES = 1024;

  /**
   * Reads a page in small parts.
   *
   * @param parts returns the tasks of a query, as many as its limit if there are so many
   */
  static TaskPage read(TaskQuery query, Function<TaskQuery, List<Task>> parts) {
    List<Task> tasks = new ArrayList<>();
    Position after = query.after();
    long bytes = 0;
    while (true) {
      // One task more than the page has, to find out whether there are more.
      int wanted = Math.min(PART, query.limit() + 1 - tasks.size());
      List<Task> part = parts.apply(query.from(after, wanted));
      for (Task task : part) {
        if (tasks.size() == query.limit() || bytes >= MAX_BYTES) {
          return new TaskPage(tasks, true);
        }
        tasks.add(task);
        bytes += bytes(task.content()) + (task.carried() == null ? 0 : bytes(task.carried()));
      }
      if (part.size() < wanted) {
        return new TaskPage(tasks, false);
      }
      after = Position.of(part.getLast(), query.sort());
    }
  }

  private static long bytes(Content content) {
    return OTHER_BYTES + bytes(content.title()) + bytes(content.description());
  }

  private static long bytes(@Nullable String text) {
    return text == null ? 0 : 2L * text.length();
  }
}
