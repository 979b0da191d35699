package dev.perennial.taskapi.transfer.format;

import dev.perennial.events.ListSnapshot;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.tasks.task.Task;
import java.io.IOException;
import java.io.OutputStream;

/** A format of exports. */
@FunctionalInterface
public interface ExportFormat {

  /** Starts an export. */
  Writer writer(OutputStream out) throws IOException;

  /** Writes an export: first the profile, then the lists, then the tasks. */
  interface Writer {

    void profile(ProfileSnapshot profile) throws IOException;

    void list(ListSnapshot list) throws IOException;

    void task(Task task) throws IOException;

    void end() throws IOException;
  }
}
