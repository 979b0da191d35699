package dev.perennial.operations.replay;

import dev.perennial.events.EventType;
import dev.perennial.events.RedriveStep;
import dev.perennial.events.ReplayEvent;
import dev.perennial.events.ReplaySnapshot;
import dev.perennial.operations.store.ReplayMode;
import dev.perennial.operations.store.ReplayRow;
import dev.perennial.runtime.ledger.Redrive;
import dev.perennial.runtime.ledger.Replay;
import dev.perennial.runtime.outbox.ForwardingOutbox;
import dev.perennial.runtime.outbox.Outbox;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The events of replays: what they did for the audit trail, their steps, and the events that are
 * sent again. A dry run does nothing that the trail would have to know.
 */
final class ReplayEvents {

  /** The actor of what no person does. */
  static final String SELF = "operations";

  private static final String TOPIC = EventType.REPLAY_ADVANCED.topic();

  private final ForwardingOutbox outbox;

  ReplayEvents(ForwardingOutbox outbox) {
    this.outbox = outbox;
  }

  void started(ReplayRow replay) {
    if (!replay.dryRun()) {
      add(EventType.REPLAY_STARTED, replay, replay.createdBy(), 0, null);
    }
  }

  void changed(ReplayRow replay, String actor, long sent) {
    if (!replay.dryRun()) {
      add(EventType.REPLAY_CHANGED, replay, actor, sent, null);
    }
  }

  void next(ReplayRow replay, long sent, RedriveStep step) {
    add(EventType.REPLAY_ADVANCED, replay, SELF, sent, step);
  }

  /** Publishes these events again, unchanged, for the function of the replay. */
  void replay(ReplayRow replay, List<CloudEvent> events) {
    outbox.forward(events.stream().map(event -> sent(replay, event)).toList(), TOPIC);
  }

  private static CloudEvent sent(ReplayRow replay, CloudEvent event) {
    var sent =
        CloudEventBuilder.v1(event)
            .withExtension(Redrive.FUNCTION, replay.function())
            .withExtension(Replay.ID, replay.id().toString());
    if (replay.mode() == ReplayMode.FORCE) {
      sent.withExtension(Replay.FORCE, "true");
    }
    return sent.build();
  }

  private void add(
      EventType type, ReplayRow replay, String actor, long sent, @Nullable RedriveStep step) {
    var id = replay.id().toString();
    var snapshot =
        new ReplaySnapshot(
            replay.id(),
            replay.function(),
            replay.mode().name().toLowerCase(Locale.ROOT),
            replay.state().name().toLowerCase(Locale.ROOT),
            replay.fromAt(),
            replay.toAt(),
            sent,
            replay.reason());
    outbox.add(
        new Outbox.Entry(type, id, id, actor, replay.createdBy(), new ReplayEvent(snapshot, step)));
  }
}
