package dev.perennial.taskapi.quick.phrase;

import dev.perennial.taskapi.quick.text.Scan;
import org.jspecify.annotations.Nullable;

/** Matches one kind of phrase. */
public interface PhraseMatcher {

  /**
   * The meaning of the phrase that starts here, with the scan moved after it; null if none starts
   * here, with the scan at any position.
   */
  @Nullable Meaning match(Scan scan);
}
