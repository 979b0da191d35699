package dev.perennial.runtime.outbox;

import dev.perennial.runtime.outbox.PublishResult.Acknowledged;
import dev.perennial.runtime.outbox.PublishResult.Failed;
import dev.perennial.runtime.outbox.PublishResult.Refused;
import dev.perennial.runtime.outbox.PublishResult.Unavailable;
import io.cloudevents.CloudEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The results of rows that were sent together. */
final class PublishedBatch {

  private static final Logger LOG = LoggerFactory.getLogger(PublishedBatch.class);

  private final List<UUID> acknowledged = new ArrayList<>();
  private final Map<UUID, String> refused = new LinkedHashMap<>();
  private final Map<String, String> unavailable = new LinkedHashMap<>();
  private final int size;

  private PublishedBatch(int size) {
    this.size = size;
  }

  /**
   * Sends the rows and waits for all results. Stops sending at the first topic that is unavailable,
   * because the producer would block for it with each row.
   */
  static PublishedBatch of(List<PendingEvent> rows, EventPublisher publisher) {
    var sent = new ArrayList<CompletableFuture<PublishResult>>(rows.size());
    for (var row : rows) {
      var result = send(row, publisher);
      sent.add(result);
      if (result.isDone() && result.join() instanceof Unavailable) {
        break;
      }
    }
    var batch = new PublishedBatch(rows.size());
    var reached = new HashSet<String>();
    for (int i = 0; i < sent.size(); i++) {
      var row = rows.get(i);
      var result = sent.get(i).join();
      batch.note(row, result);
      if (result instanceof Acknowledged) {
        reached.add(row.topic());
      }
    }
    batch.unavailable.keySet().removeAll(reached);
    return batch;
  }

  private static CompletableFuture<PublishResult> send(PendingEvent row, EventPublisher publisher) {
    CloudEvent event;
    try {
      event = row.event().get();
    } catch (RuntimeException notAnEvent) {
      // Without the exception's message, which may contain a value.
      return CompletableFuture.completedFuture(
          new Refused(
              "its attributes are no CloudEvent: " + notAnEvent.getClass().getSimpleName()));
    }
    return publisher.publish(row.topic(), event);
  }

  private void note(PendingEvent row, PublishResult result) {
    switch (result) {
      case Acknowledged _ -> acknowledged.add(row.id());
      case Refused refusal -> refused.put(row.id(), refusal.reason());
      case Failed failure ->
          LOG.warn(
              "Kafka did not take event {} for topic {}; it stays in the outbox and is tried again:"
                  + " {}",
              row.id(),
              row.topic(),
              failure.reason());
      case Unavailable fault -> unavailable.putIfAbsent(row.topic(), fault.reason());
    }
  }

  /** The ids of rows whose events were published. */
  List<UUID> acknowledged() {
    return acknowledged;
  }

  /** The ids of rows whose events can never be published, each with the reason. */
  Map<UUID, String> refused() {
    return refused;
  }

  /** Whether no row has to be tried again. */
  boolean isComplete() {
    return acknowledged.size() + refused.size() == size;
  }

  /** The topics that are unavailable and accepted none of their events. */
  Set<String> unavailable() {
    return unavailable.keySet();
  }

  /** Logs the unavailable topics and what happens next to their events. */
  void logUnavailable() {
    unavailable.forEach(
        (topic, reason) ->
            LOG.warn(
                "Topic {} takes no events now; they stay in the outbox and are tried again: {}",
                topic,
                reason));
  }
}
