package dev.perennial.taskapi.exchange;

import dev.perennial.events.ListSnapshot;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.tasks.Task;
import java.io.IOException;
import java.io.OutputStream;

/** A form in which everything of a user can be written, one thing at a time. */
@FunctionalInterface
public interface ExportFormat {

  Sheet on(OutputStream out) throws IOException;

  /** An export that is being written: the profile and the lists go before the tasks. */
  interface Sheet {

    void profile(ProfileSnapshot profile) throws IOException;

    void list(ListSnapshot list) throws IOException;

    void task(Task task) throws IOException;

    void end() throws IOException;
  }
}
