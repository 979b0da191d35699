package dev.perennial.taskapi.quick;

import org.jspecify.annotations.Nullable;

/** Knows one kind of phrase. */
interface PhraseMatcher {

  /**
   * What the phrase that starts here means, with the scan moved behind it; null if none does, the
   * scan anywhere then.
   */
  @Nullable Meaning match(Scan scan);
}
