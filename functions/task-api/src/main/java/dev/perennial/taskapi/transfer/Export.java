package dev.perennial.taskapi.transfer;

import dev.perennial.api.response.Response;
import dev.perennial.taskapi.task.TaskPages;
import dev.perennial.taskapi.transfer.format.ExportFormat;
import dev.perennial.tasks.list.TaskList;
import dev.perennial.tasks.profile.Profile;
import dev.perennial.tasks.store.ListStore;
import dev.perennial.tasks.store.TaskPage;
import dev.perennial.tasks.store.TaskQuery;
import dev.perennial.tasks.store.TaskQuery.Filter;
import dev.perennial.tasks.store.TaskQuery.Position;
import dev.perennial.tasks.store.profile.ProfileStore;
import dev.perennial.tasks.task.Task;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Exports everything a user sees, page by page. A task that exists during the whole export is
 * written exactly once, even if others write meanwhile.
 */
final class Export implements Response.Streamed.Body {

  private static final int PAGE_SIZE = 200;

  private final String user;
  private final ExportFormat format;
  private final TaskPages tasks;
  private final Profile profile;
  private final List<TaskList> lists;

  /** Null when it is written, so that it is not in memory with the pages after it. */
  private @Nullable TaskPage firstPage;

  /** Reads the first page already, so that a database fault comes before the status is sent. */
  Export(
      String user,
      Instant now,
      ExportFormat format,
      TaskPages tasks,
      ListStore lists,
      ProfileStore profiles) {
    this.user = user;
    this.format = format;
    this.tasks = tasks;
    this.profile = profiles.get(user, now);
    this.lists = lists.all(user, now);
    this.firstPage = pageAfter(Position.START);
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    ExportFormat.Writer writer = format.writer(out);
    writer.profile(profile.snapshot());
    for (TaskList list : lists) {
      writer.list(list.snapshot());
    }
    TaskPage page = Objects.requireNonNull(firstPage);
    firstPage = null;
    writeTasks(page, writer);
    while (page.hasMore()) {
      page = pageAfter(Position.of(page.tasks().getLast()));
      writeTasks(page, writer);
    }
    writer.end();
  }

  private static void writeTasks(TaskPage page, ExportFormat.Writer writer) throws IOException {
    for (Task task : page.tasks()) {
      writer.task(task);
    }
  }

  private TaskPage pageAfter(Position position) {
    return tasks.read(user, new TaskQuery(Filter.ALL, null, null, position, PAGE_SIZE));
  }
}
