package dev.perennial.auditsink;

import dev.perennial.auditsink.chain.EventMetadata;
import dev.perennial.auditsink.store.ReceivedEvent;
import dev.perennial.events.Envelope;
import dev.perennial.events.EventJson;
import dev.perennial.runtime.ledger.Unprocessable;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Converts a CloudEvent to what the trail stores. Only the attributes {@code time} and {@code
 * owner} are required; a payload that cannot be read is stored as it is.
 */
final class EventConverter {

  private EventConverter() {}

  static ReceivedEvent of(CloudEvent event) {
    CloudEventData data = event.getData();
    byte[] payload = data == null ? new byte[0] : data.toBytes();
    return new ReceivedEvent(metadata(event, json(payload)), payload);
  }

  private static EventMetadata metadata(CloudEvent event, JsonNode payload) {
    String owner = Envelope.ownerOf(event);
    String actor = Envelope.actorOf(event);
    if (owner == null) {
      throw new Unprocessable("the event has no extension owner");
    }
    if (event.getTime() == null) {
      throw new Unprocessable("the event has no time");
    }
    return new EventMetadata(
        owner,
        event.getId(),
        event.getSource().toString(),
        event.getType(),
        Envelope.subjectOf(event),
        event.getTime().toInstant(),
        actor,
        listId(payload),
        taskIds(payload),
        readers(payload, owner, actor));
  }

  /** The owner can read their whole chain, and everyone can read what they did. */
  private static List<String> readers(JsonNode payload, String owner, @Nullable String actor) {
    var readers = new TreeSet<>(texts(payload.path("audience").valueStream()));
    Stream.of(owner, actor).filter(Objects::nonNull).forEach(readers::add);
    return List.copyOf(readers);
  }

  private static List<String> taskIds(JsonNode payload) {
    var tasks = Stream.of(payload.at("/task/id"));
    Stream<JsonNode> remindedTasks =
        payload
            .at("/notification/reminders")
            .valueStream()
            .map(reminder -> reminder.path("taskId"));
    return texts(Stream.concat(tasks, remindedTasks));
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
}
