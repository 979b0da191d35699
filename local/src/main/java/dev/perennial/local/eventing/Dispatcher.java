package dev.perennial.local.eventing;

import dev.perennial.local.eventing.Answer.Acknowledged;
import dev.perennial.local.eventing.Answer.Failed;
import dev.perennial.local.eventing.Answer.Replied;
import io.cloudevents.CloudEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Takes a record all the way through an egress.
 *
 * <pre>
 *  record -> filter -> subscriber -+-> acknowledged ----------------------------------> done
 *              |                   +-> reply -----------> broker's topic -+-----------> done
 *              v                   +-> failure <--------------------------+
 *            done                        +-> dead letter sink -> done
 *                                        +-> none, or it fails: the event is gone
 * </pre>
 */
final class Dispatcher {

  private static final Logger LOG = System.getLogger(Dispatcher.class.getName());

  private final Egress egress;

  Dispatcher(Egress egress) {
    this.egress = egress;
  }

  /**
   * Returns when the record is dealt with and its offset may be committed.
   *
   * @throws InterruptedException if the platform stops before that
   */
  void dispatch(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
    CloudEvent event = egress.reader().read(record);
    egress.tally().read().increment();
    if (!egress.filter().accepts(event)) {
      return;
    }
    Answer answer = egress.attempts().make(egress.subscriber(), event);
    if (answer instanceof Replied replied) {
      answer = forward(replied);
    }
    if (answer instanceof Failed failed) {
      giveUp(event, failed);
    } else {
      egress.tally().delivered().increment();
    }
  }

  private Answer forward(Replied replied) throws InterruptedException {
    Optional<Receiver> replies = egress.replies();
    return replies.isPresent()
        ? egress.attempts().make(replies.get(), replied.event())
        : new Acknowledged();
  }

  private void giveUp(CloudEvent event, Failed failure) throws InterruptedException {
    String what =
        "%s did not take event %s of type %s (%s)"
            .formatted(egress.name(), event.getId(), event.getType(), cause(failure));
    Optional<Receiver> sink = egress.deadLetterSink();
    if (sink.isEmpty()) {
      LOG.log(Level.WARNING, "{0}; there is no dead letter sink: the event is gone", what);
      return;
    }
    LOG.log(Level.WARNING, "{0}; it goes to {1}", what, sink.get().destination());
    CloudEvent letter = DeadLetter.of(event, egress.subscriber().destination(), failure);
    if (egress.attempts().make(sink.get(), letter) instanceof Failed) {
      LOG.log(Level.ERROR, "{0}; nor did {1}: the event is gone", what, sink.get().destination());
    } else {
      egress.tally().deadLettered().increment();
    }
  }

  private static String cause(Failed failure) {
    return failure.code().isPresent() ? "HTTP " + failure.code().getAsInt() : "no valid answer";
  }
}
