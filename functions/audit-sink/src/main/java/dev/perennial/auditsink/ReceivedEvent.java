package dev.perennial.auditsink;

import dev.perennial.auditsink.chain.Facts;
import dev.perennial.auditsink.store.Received;
import dev.perennial.events.EventJson;
import dev.perennial.runtime.ledger.Unprocessable;
import io.cloudevents.CloudEvent;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * An event as the trail keeps it. What cannot be read of its payload is kept all the same: the
 * trail asks whose it is and when it happened, and nothing else.
 */
final class ReceivedEvent {

  private ReceivedEvent() {}

  static Received of(CloudEvent event) {
    var data = event.getData();
    var payload = data == null ? new byte[0] : data.toBytes();
    return new Received(facts(event, json(payload)), payload);
  }

  private static Facts facts(CloudEvent event, JsonNode payload) {
    var owner = extension(event, "owner");
    var actor = extension(event, "actor");
    if (owner == null) {
      throw new Unprocessable("the event has no extension owner");
    }
    if (event.getTime() == null) {
      throw new Unprocessable("the event has no time");
    }
    return new Facts(
        owner,
        event.getId(),
        event.getSource().toString(),
        event.getType(),
        event.getSubject(),
        event.getTime().toInstant(),
        actor,
        listId(payload),
        taskIds(payload),
        readers(payload, owner, actor));
  }

  /** The owner always sees their own chain whole, and everyone what they did. */
  private static List<String> readers(JsonNode payload, String owner, @Nullable String actor) {
    var readers = new TreeSet<>(texts(payload.path("audience").valueStream()));
    Stream.of(owner, actor).filter(Objects::nonNull).forEach(readers::add);
    return List.copyOf(readers);
  }

  private static List<String> taskIds(JsonNode payload) {
    var tasks = Stream.of(payload.at("/task/id"));
    var reminded =
        payload.at("/notification/reminders").valueStream().map(told -> told.path("taskId"));
    return texts(Stream.concat(tasks, reminded));
  }

  private static @Nullable String listId(JsonNode payload) {
    return texts(Stream.of(payload.at("/task/listId"), payload.at("/list/id"))).stream()
        .findFirst()
        .orElse(null);
  }

  private static List<String> texts(Stream<JsonNode> values) {
    return values.filter(JsonNode::isString).map(JsonNode::stringValue).distinct().toList();
  }

  private static JsonNode json(byte[] payload) {
    try {
      return payload.length == 0 ? MissingNode.getInstance() : EventJson.MAPPER.readTree(payload);
    } catch (JacksonException noJson) {
      return MissingNode.getInstance();
    }
  }

  private static @Nullable String extension(CloudEvent event, String name) {
    var value = event.getExtension(name);
    return value == null ? null : value.toString();
  }
}
