package dev.perennial.taskapi.quick;

import dev.perennial.events.TaskSnapshot.Priority;
import org.jspecify.annotations.Nullable;

/** "p1". */
record PriorityPhrase() implements PhraseMatcher {

  @Override
  public @Nullable Meaning match(Scan scan) {
    Priority priority = scan.take(scan.words().priorities());
    return priority == null ? null : new Meaning.Matters(priority);
  }
}
