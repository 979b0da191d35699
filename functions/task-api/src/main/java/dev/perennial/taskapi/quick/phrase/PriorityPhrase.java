package dev.perennial.taskapi.quick.phrase;

import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.taskapi.quick.text.Scan;
import org.jspecify.annotations.Nullable;

/** "p1". */
public record PriorityPhrase() implements PhraseMatcher {

  @Override
  public @Nullable Meaning match(Scan scan) {
    Priority priority = scan.take(scan.words().priorities());
    return priority == null ? null : new Meaning.HasPriority(priority);
  }
}
