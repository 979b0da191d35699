package dev.perennial.events;

import java.time.Instant;

/**
 * The next step of a redrive or a replay.
 *
 * @param number from 1; a step that was made before is not made again
 * @param notBefore when the step may be made, so that no more events are sent per second than
 *     allowed
 */
public record RedriveStep(int number, Instant notBefore) {

  public RedriveStep {
    Required.atLeastOne("step/number", number);
    Required.present("step/notBefore", notBefore);
  }
}
