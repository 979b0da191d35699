package dev.perennial.operations.redrive;

import dev.perennial.events.EventType;
import dev.perennial.events.RedriveEvent;
import dev.perennial.events.RedriveSnapshot;
import dev.perennial.events.RedriveStep;
import dev.perennial.operations.store.LetterRow;
import dev.perennial.operations.store.RedriveRow;
import dev.perennial.runtime.ledger.Redrive;
import dev.perennial.runtime.outbox.ForwardingOutbox;
import dev.perennial.runtime.outbox.Outbox;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The events of redrives: what they did for the audit trail, their steps, and the letters. */
final class RedriveEvents {

  /** The actor of what no person does. */
  static final String SELF = "operations";

  private static final String TOPIC = EventType.REDRIVE_ADVANCED.topic();

  private final ForwardingOutbox outbox;

  RedriveEvents(ForwardingOutbox outbox) {
    this.outbox = outbox;
  }

  void started(RedriveRow redrive) {
    add(EventType.REDRIVE_STARTED, redrive, redrive.createdBy(), null);
  }

  void changed(RedriveRow redrive, String actor) {
    add(EventType.REDRIVE_CHANGED, redrive, actor, null);
  }

  void next(RedriveRow redrive, RedriveStep step) {
    add(EventType.REDRIVE_ADVANCED, redrive, SELF, step);
  }

  /** Publishes the events of these letters again, each for the function that failed. */
  void redrive(UUID redrive, List<LetterRow> letters) {
    outbox.forward(letters.stream().map(letter -> event(redrive, letter)).toList(), TOPIC);
  }

  private static CloudEvent event(UUID redrive, LetterRow letter) {
    return CloudEventBuilder.v1(letter.event().toEvent())
        .withExtension(Redrive.FUNCTION, letter.function())
        .withExtension(Redrive.GENERATION, String.valueOf(letter.generation() + 1))
        .withExtension(Redrive.ID, redrive.toString())
        .build();
  }

  private void add(EventType type, RedriveRow redrive, String actor, @Nullable RedriveStep step) {
    var id = redrive.id().toString();
    var snapshot =
        new RedriveSnapshot(
            redrive.id(),
            redrive.state().toLowerCase(Locale.ROOT),
            redrive.letters(),
            redrive.resolved(),
            redrive.failed(),
            redrive.pauseReason());
    outbox.add(
        new Outbox.Entry(
            type, id, id, actor, redrive.createdBy(), new RedriveEvent(snapshot, step)));
  }
}
