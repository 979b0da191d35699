package dev.perennial.taskapi.quick;

import dev.perennial.taskapi.quick.Words.Particle;
import org.jspecify.annotations.Nullable;

/** "after completion". */
record BasisPhrase() implements PhraseMatcher {

  @Override
  public @Nullable Meaning match(Scan scan) {
    return scan.take(Particle.AFTER) && scan.take(Particle.COMPLETION)
        ? new Meaning.FromCompletion()
        : null;
  }
}
