package dev.perennial.syncpush;

import dev.perennial.events.Envelope;
import dev.perennial.events.EventJson;
import dev.perennial.runtime.ledger.Unprocessable;
import dev.perennial.syncpush.store.feed.Audience;
import dev.perennial.syncpush.store.feed.Audience.Membership;
import dev.perennial.syncpush.store.feed.FeedEvent;
import dev.perennial.syncpush.store.feed.RoutedEvent;
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
 * Reads an event and its audience. The payload is read as a tree and stored unchanged. Therefore
 * events of unknown types are routed too, if they have an audience.
 */
final class RoutedEventReader {

  private RoutedEventReader() {}

  /**
   * Reads an event; empty if it has no audience and so belongs in no feed.
   *
   * @throws Unprocessable if the event has an audience but is malformed
   */
  static Optional<RoutedEvent> read(CloudEvent event) {
    var data = event.getData();
    if (data == null) {
      return Optional.empty();
    }
    var json = data.toBytes();
    var payload = readTree(json);
    if (!payload.has("audience")) {
      return Optional.empty();
    }
    return Optional.of(new RoutedEvent(feedEvent(event, json), audience(event, payload)));
  }

  private static JsonNode readTree(byte[] json) {
    try {
      return EventJson.MAPPER.readTree(json);
    } catch (JacksonException notJson) {
      throw new Unprocessable("the event's data is not JSON");
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
        Envelope.subjectOf(event),
        Envelope.actorOf(event),
        // In JSON, line breaks occur only between tokens, where a space has the same meaning.
        new String(json, StandardCharsets.UTF_8).replaceAll("[\\r\\n]+", " "));
  }

  private static Audience audience(CloudEvent event, JsonNode payload) {
    return new Audience(
        users(payload), Envelope.ownerOf(event), lists(payload), membership(payload));
  }

  private static Set<String> users(JsonNode payload) {
    var users = payload.get("audience");
    if (!users.isArray() || !users.valueStream().allMatch(JsonNode::isString)) {
      throw new Unprocessable("the event's audience is not a list of user ids");
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
}
