package dev.perennial.taskapi;

import dev.perennial.api.response.Response;
import dev.perennial.taskapi.exchange.ExportFormat;
import dev.perennial.tasks.Profile;
import dev.perennial.tasks.Task;
import dev.perennial.tasks.TaskList;
import dev.perennial.tasks.store.ListStore;
import dev.perennial.tasks.store.ProfileStore;
import dev.perennial.tasks.store.TaskQuery;
import dev.perennial.tasks.store.TaskQuery.Filter;
import dev.perennial.tasks.store.TaskQuery.Position;
import dev.perennial.tasks.store.TaskStore;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/**
 * Everything a user sees, page by page: what is there from the first to the last is written once,
 * whatever others write in the meantime.
 */
final class Export implements Response.Streamed.Body {

  private static final int PAGE = 200;

  private final String user;
  private final ExportFormat format;
  private final TaskStore tasks;
  private final Profile profile;
  private final List<TaskList> lists;
  private final List<Task> firstPage;

  /** What goes wrong with the database should do so here: what is being sent has its status. */
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
    ExportFormat.Sheet sheet = format.on(out);
    sheet.profile(profile.snapshot());
    for (TaskList list : lists) {
      sheet.list(list.snapshot());
    }
    List<Task> page = firstPage;
    while (!page.isEmpty()) {
      for (Task task : page) {
        sheet.task(task);
      }
      Task last = page.getLast();
      page = pageAfter(new Position(last.origin().createdAt(), last.id()));
    }
    sheet.end();
  }

  private List<Task> pageAfter(Position position) {
    return tasks.page(user, new TaskQuery(Filter.ALL, null, null, position, PAGE));
  }
}
