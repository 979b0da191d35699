package dev.perennial.events;

import java.time.LocalTime;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.ser.std.ToStringSerializer;

/**
 * The period of each local day in which a person receives no notifications. Notifications that fall
 * into it are held until it ends.
 *
 * @param from the start, inclusive
 * @param to the end, exclusive; on the next day if it is not after {@code from}. Must differ from
 *     {@code from}.
 */
public record QuietHours(
    @JsonSerialize(using = ToStringSerializer.class) LocalTime from,
    @JsonSerialize(using = ToStringSerializer.class) LocalTime to) {

  public QuietHours {
    Required.present("from", from);
    Required.present("to", to);
  }
}
