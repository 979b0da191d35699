package dev.perennial.taskapi.quick.phrase;

import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Words.Particle;
import org.jspecify.annotations.Nullable;

/** "after completion". */
public record BasisPhrase() implements PhraseMatcher {

  @Override
  public @Nullable Meaning match(Scan scan) {
    return scan.take(Particle.AFTER) && scan.take(Particle.COMPLETION)
        ? new Meaning.FromCompletion()
        : null;
  }
}
