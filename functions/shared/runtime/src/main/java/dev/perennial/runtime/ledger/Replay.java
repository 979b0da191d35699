package dev.perennial.runtime.ledger;

import io.cloudevents.CloudEvent;

/**
 * The extensions of an event of a period that an operator sends again to one function ({@link
 * Redrive#FUNCTION}). Everything else of the event is as it was.
 */
public final class Replay {

  /** The replay by which the event is sent. */
  public static final String ID = "replayid";

  /**
   * {@code true} for an event that takes effect again, although it did before: once for each
   * replay.
   */
  public static final String FORCE = "replayforce";

  private Replay() {}

  /**
   * The id under which this event is entered in the ledger, instead of the given one: another one
   * for each replay that repeats its effect.
   */
  static String ledgerId(CloudEvent event, String id) {
    var replay = event.getExtension(ID);
    return replay != null && "true".equals(event.getExtension(FORCE)) ? replay + " " + id : id;
  }
}
