package dev.perennial.local.eventing;

import dev.perennial.local.eventing.DeliveryResult.Acknowledged;
import dev.perennial.local.eventing.DeliveryResult.Failed;
import dev.perennial.local.eventing.DeliveryResult.Replied;
import io.cloudevents.CloudEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Processes a record of an egress.
 *
 * <pre>
 *  record --> filter --> subscriber -+-> acknowledged ----------------------------------> done
 *    | no       |                      +-> reply -----------> broker's topic -+-----------> done
 *    v event    v                      +-> failure <--------------------------+
 *   done       done                          +-> dead letter sink -> done
 *                                            +-> none, or it fails: the event is lost
 * </pre>
 */
final class Dispatcher {

  private static final Logger LOG = System.getLogger(Dispatcher.class.getName());

  private final Egress egress;

  Dispatcher(Egress egress) {
    this.egress = egress;
  }

  /**
   * Whether the filter rejects the event of this record, as far as that is seen without reading it.
   */
  boolean rejects(ConsumerRecord<byte[], byte[]> record) {
    return EventAttributes.ofBinary(record)
        .filter(attributes -> !egress.filter().accepts(attributes))
        .isPresent();
  }

  /**
   * Returns when the record is processed and its offset may be committed.
   *
   * @throws InterruptedException if the platform stops before that
   */
  void dispatch(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
    egress.counters().read().increment();
    Optional<CloudEvent> event = egress.reader().read(record);
    if (event.isEmpty()) {
      LOG.log(
          Level.ERROR,
          "{0} drops the record at {1}-{2} offset {3}: it is no CloudEvent",
          egress.name(),
          record.topic(),
          record.partition(),
          Long.toString(record.offset()));
    } else if (egress.filter().accepts(event.get())) {
      deliver(event.get());
    }
  }

  private void deliver(CloudEvent event) throws InterruptedException {
    Optional<String> obstacle = HeaderValues.obstacle(event);
    DeliveryResult result =
        obstacle.isPresent()
            ? Failed.refused(obstacle.get())
            : egress.delivery().deliver(egress.subscriber(), event);
    if (result instanceof Replied replied) {
      result = forward(replied);
    }
    if (result instanceof Failed failed) {
      deadLetter(event, failed);
    } else {
      egress.counters().delivered().increment();
    }
  }

  private DeliveryResult forward(Replied replied) throws InterruptedException {
    Optional<Receiver> replies = egress.replies();
    return replies.isPresent()
        ? egress.delivery().deliver(replies.get(), replied.event())
        : new Acknowledged();
  }

  private void deadLetter(CloudEvent event, Failed failure) throws InterruptedException {
    String what =
        "%s could not deliver event %s of type %s (%s)"
            .formatted(egress.name(), event.getId(), event.getType(), cause(failure));
    Optional<Receiver> sink = egress.deadLetterSink();
    if (sink.isEmpty()) {
      LOG.log(Level.WARNING, "{0}; there is no dead letter sink: the event is lost", what);
      return;
    }
    LOG.log(Level.WARNING, "{0}; it is sent to {1}", what, sink.get().destination());
    CloudEvent letter = DeadLetter.of(event, egress.subscriber().destination(), failure);
    if (egress.delivery().deliver(sink.get(), letter) instanceof Failed) {
      LOG.log(
          Level.ERROR,
          "{0}; {1} failed as well: the event is lost",
          what,
          sink.get().destination());
    } else {
      egress.counters().deadLettered().increment();
    }
  }

  private static String cause(Failed failure) {
    return failure.code().isPresent()
        ? "HTTP " + failure.code().getAsInt()
        : failure.reasons().getOrDefault(Failed.REASON, "no valid response");
  }
}
