package dev.perennial.oncompletedrecurrence;

import dev.perennial.runtime.web.FunctionParts;
import dev.perennial.runtime.web.FunctionServer;
import dev.perennial.tasks.store.TaskStore;

/** The function's wiring. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    FunctionServer.run("on-completed-recurrence", Main::wire);
  }

  static void wire(FunctionParts parts) {
    var tasks = new TaskStore(parts.database(), parts.outbox());
    parts.handleEvents(new OnCompletedRecurrence(tasks, parts.clock()));
  }
}
