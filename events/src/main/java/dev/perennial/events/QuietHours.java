package dev.perennial.events;

import java.time.LocalTime;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.ser.std.ToStringSerializer;

/**
 * When a person does not want to be told anything, each local day: what falls into them is held
 * until they end.
 *
 * @param from the first quiet moment
 * @param to the first moment that is not quiet any more, on the next day if it is not after {@code
 *     from}; never the same
 */
public record QuietHours(
    @JsonSerialize(using = ToStringSerializer.class) LocalTime from,
    @JsonSerialize(using = ToStringSerializer.class) LocalTime to) {

  public QuietHours {
    Required.present("from", from);
    Required.present("to", to);
  }
}
