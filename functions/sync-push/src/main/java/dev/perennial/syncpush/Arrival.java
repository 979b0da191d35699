package dev.perennial.syncpush;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.ledger.Unprocessable;
import dev.perennial.syncpush.store.Concerned;
import dev.perennial.syncpush.store.Concerned.Membership;
import dev.perennial.syncpush.store.Concerning;
import dev.perennial.syncpush.store.FeedEvent;
import io.cloudevents.CloudEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * An event as it came, and whom it concerns. It is read as a tree and kept as it is: types that are
 * not known here pass as well, if they say who their audience is.
 */
final class Arrival {

  private Arrival() {}

  /** Empty for what has no audience: it is for nobody's devices. */
  static Optional<Concerning> of(CloudEvent event) {
    var data = event.getData();
    if (data == null) {
      return Optional.empty();
    }
    var payload = read(data.toBytes());
    if (!payload.has("audience")) {
      return Optional.empty();
    }
    return Optional.of(new Concerning(feedEvent(event, data.toBytes()), concerned(event, payload)));
  }

  private static JsonNode read(byte[] json) {
    try {
      return EventJson.MAPPER.readTree(json);
    } catch (JacksonException notJson) {
      throw new Unprocessable("the event's data is no JSON");
    }
  }

  private static FeedEvent feedEvent(CloudEvent event, byte[] json) {
    var time = event.getTime();
    if (time == null) {
      throw new Unprocessable("the event has no time");
    }
    return new FeedEvent(
        event.getId(),
        event.getSource().toString(),
        event.getType(),
        time.toInstant(),
        event.getSubject(),
        extension(event, "actor"),
        // Between the tokens of JSON, where alone a line can end, a space means the same.
        new String(json, StandardCharsets.UTF_8).replaceAll("[\\r\\n]+", " "));
  }

  private static Concerned concerned(CloudEvent event, JsonNode payload) {
    return new Concerned(
        audience(payload), extension(event, "owner"), lists(payload), membership(payload));
  }

  private static Set<String> audience(JsonNode payload) {
    var users = payload.get("audience");
    if (!users.isArray() || !users.valueStream().allMatch(JsonNode::isString)) {
      throw new Unprocessable("the event's audience is no list of users");
    }
    return users.valueStream().map(JsonNode::stringValue).collect(Collectors.toSet());
  }

  private static List<String> lists(JsonNode payload) {
    return Stream.of("/list/id", "/task/listId", "/changes/listId/from")
        .map(payload::at)
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .toList();
  }

  private static @Nullable Membership membership(JsonNode payload) {
    var list = payload.path("list");
    if (!list.path("id").isString()
        || !list.path("version").isIntegralNumber()
        || !list.path("members").isArray()) {
      return null;
    }
    return new Membership(
        list.get("id").stringValue(),
        list.get("version").longValue(),
        list.get("members")
            .valueStream()
            .map(member -> member.path("userId").asString(""))
            .collect(Collectors.toSet()));
  }

  private static @Nullable String extension(CloudEvent event, String name) {
    var value = event.getExtension(name);
    return value == null ? null : value.toString();
  }
}
