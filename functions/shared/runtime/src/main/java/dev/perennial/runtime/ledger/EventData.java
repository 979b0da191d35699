package dev.perennial.runtime.ledger;

import dev.perennial.events.EventJson;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;

/** Reads the payload of a received event. */
public final class EventData {

  private EventData() {}

  /**
   * The payload, with every field present that its schema requires.
   *
   * @throws Unprocessable if the event has no data
   * @throws dev.perennial.events.WrongPayload if the data is not a payload of this type
   */
  public static <T> T read(CloudEvent event, Class<T> payload) {
    CloudEventData data = event.getData();
    if (data == null) {
      throw new Unprocessable("the event has no data");
    }
    return EventJson.read(data.toBytes(), payload);
  }
}
