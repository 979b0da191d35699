package dev.perennial.taskapi;

import dev.perennial.api.request.JsonFields;
import dev.perennial.events.Channel;
import dev.perennial.events.Channels;
import dev.perennial.events.QuietHours;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How people want to be told of things, read from JSON. */
final class NotificationFields {

  private static final Set<String> KINDS = Set.of("reminder", "digest");
  private static final Set<String> QUIET_HOURS = Set.of("from", "to");
  private static final int LONGEST = 20;

  private NotificationFields() {}

  static @Nullable LocalTime time(JsonFields fields, String name) {
    return fields.parsed(
        name, NotificationFields::minute, "must be a time of day in minutes, such as 09:00");
  }

  static @Nullable QuietHours quietHours(JsonFields fields, String name) {
    JsonFields hours = fields.object(name, QUIET_HOURS);
    if (hours == null) {
      return null;
    }
    hours.require("from");
    hours.require("to");
    LocalTime from = time(hours, "from");
    LocalTime to = time(hours, "to");
    if (from == null || to == null) {
      return null;
    }
    if (from.equals(to)) {
      return hours.wrong("to", "must not be the same as from");
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
    List<String> names = kinds.visibleTexts(kind, Channel.values().length, LONGEST);
    List<Channel> channels =
        Arrays.stream(Channel.values())
            .filter(channel -> names.contains(channel.name().toLowerCase(Locale.ROOT)))
            .toList();
    return channels.size() == names.size()
        ? channels
        : kinds.wrong(kind, "must be a list of email and push, or of one, or of none");
  }

  private static LocalTime minute(String text) {
    if (!text.matches("\\d\\d:\\d\\d")) {
      throw new IllegalArgumentException("not in minutes");
    }
    return LocalTime.parse(text);
  }
}
