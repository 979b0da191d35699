package dev.perennial.runtime.ledger;

import io.cloudevents.CloudEvent;

/**
 * The extensions of an event that an operator sends again to the one function that could not
 * process it. Everything else of the event is as it was.
 */
public final class Redrive {

  /** The function that gets the event; the Triggers of the Broker {@code redrives} filter by it. */
  public static final String FUNCTION = "redrivefor";

  /**
   * How often the event was sent again to this function, from 1. A higher number than before opens
   * the parked event once: it is processed anew, and further deliveries with the same number find
   * what came of it.
   */
  public static final String GENERATION = "redrivegeneration";

  /** The redrive by which the event is sent. */
  public static final String ID = "redriveid";

  private Redrive() {}

  /** The generation of this event; 0 if it is not sent again, or the extension is no number. */
  public static int generationOf(CloudEvent event) {
    var value = event.getExtension(GENERATION);
    return value != null && value.toString().matches("[1-9][0-9]{0,3}")
        ? Integer.parseInt(value.toString())
        : 0;
  }
}
