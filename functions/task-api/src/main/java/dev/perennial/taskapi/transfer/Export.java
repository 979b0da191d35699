package dev.perennial.taskapi.transfer;

import dev.perennial.api.response.Response;
import dev.perennial.taskapi.transfer.format.ExportFormat;
import dev.perennial.tasks.list.TaskList;
import dev.perennial.tasks.profile.Profile;
import dev.perennial.tasks.store.ListStore;
import dev.perennial.tasks.store.TaskQuery;
import dev.perennial.tasks.store.TaskQuery.Filter;
import dev.perennial.tasks.store.TaskQuery.Position;
import dev.perennial.tasks.store.TaskStore;
import dev.perennial.tasks.store.profile.ProfileStore;
import dev.perennial.tasks.task.Task;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/**
 * Exports everything a user sees, page by page. A task that exists during the whole export is
 * written exactly once, even if others write meanwhile.
 */
final class Export implements Response.Streamed.Body {

  private static final int PAGE_SIZE = 200;

  private final String user;
  private final ExportFormat format;
  private final TaskStore tasks;
  private final Profile profile;
  private final List<TaskList> lists;
  private final List<Task> firstPage;

  /** Reads the first page already, so that a database fault comes before the status is sent. */
  Export(
      String user,
      Instant now,
      ExportFormat format,
      TaskStore tasks,
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
    List<Task> page = firstPage;
    while (!page.isEmpty()) {
      for (Task task : page) {
        writer.task(task);
      }
      Task last = page.getLast();
      page = pageAfter(new Position(last.origin().createdAt(), last.id()));
    }
    writer.end();
  }

  private List<Task> pageAfter(Position position) {
    return tasks.page(user, new TaskQuery(Filter.ALL, null, null, position, PAGE_SIZE));
  }
}
