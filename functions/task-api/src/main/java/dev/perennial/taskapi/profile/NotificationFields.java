package dev.perennial.taskapi.profile;

import dev.perennial.api.request.JsonFields;
import dev.perennial.events.Channel;
import dev.perennial.events.Channels;
import dev.perennial.events.QuietHours;
import dev.perennial.taskapi.fields.TimeFields;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads notification settings from JSON. */
final class NotificationFields {

  private static final Set<String> KINDS = Set.of("reminder", "digest");
  private static final Set<String> QUIET_HOURS = Set.of("from", "to");
  private static final int MAX_LENGTH = 20;

  private NotificationFields() {}

  static @Nullable QuietHours quietHours(JsonFields fields, String name) {
    JsonFields hours = fields.object(name, QUIET_HOURS);
    if (hours == null) {
      return null;
    }
    hours.require("from");
    hours.require("to");
    LocalTime from = TimeFields.minute(hours, "from");
    LocalTime to = TimeFields.minute(hours, "to");
    if (from == null || to == null) {
      return null;
    }
    if (from.equals(to)) {
      return hours.wrong("to", "must differ from from");
    }
    return new QuietHours(from, to);
  }

  static @Nullable Channels channels(JsonFields fields, String name) {
    JsonFields kinds = fields.object(name, KINDS);
    return kinds == null
        ? null
        : new Channels(channelsOf(kinds, "reminder"), channelsOf(kinds, "digest"));
  }

  private static @Nullable List<Channel> channelsOf(JsonFields kinds, String kind) {
    if (!kinds.has(kind)) {
      return null;
    }
    List<String> names = kinds.visibleTexts(kind, Channel.values().length, MAX_LENGTH);
    List<Channel> channels =
        Arrays.stream(Channel.values())
            .filter(channel -> names.contains(channel.name().toLowerCase(Locale.ROOT)))
            .toList();
    return channels.size() == names.size()
        ? channels
        : kinds.wrong(kind, "must be a list of distinct channels: email, push");
  }
}
