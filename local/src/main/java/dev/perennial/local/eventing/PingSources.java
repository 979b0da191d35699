package dev.perennial.local.eventing;

import dev.perennial.local.eventing.Answer.Failed;
import dev.perennial.local.manifest.Delivery;
import dev.perennial.local.manifest.Delivery.BackoffPolicy;
import dev.perennial.local.manifest.PingSource;
import io.cloudevents.CloudEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Every PingSource at work, in the manner of Knative's adapter: a tick waits up to half a second,
 * so that not all come at once, is tried six times within four seconds, and then is lost.
 */
final class PingSources {

  private static final Logger LOG = System.getLogger(PingSources.class.getName());
  private static final long MOST_JITTER_MILLIS = 500;

  private static final Delivery DELIVERY =
      new Delivery(
          5,
          BackoffPolicy.EXPONENTIAL,
          Duration.ofMillis(50),
          Duration.ofSeconds(30),
          Optional.empty());

  private final Map<String, PingEntry> entries = new ConcurrentSkipListMap<>();
  private final PingEvents events;
  private final Receivers receivers;
  private final AlarmClock clock;
  private final StopSignal stop;

  PingSources(PingEvents events, Receivers receivers, AlarmClock clock, StopSignal stop) {
    this.events = events;
    this.receivers = receivers;
    this.clock = clock;
    this.stop = stop;
  }

  /** From now on this source ticks as it says, and no more as the one of the same name did. */
  synchronized void obey(PingSource source) {
    PingEntry entry = new PingEntry(source, clock, this::tick);
    PingEntry before = entries.put(source.name(), entry);
    if (before != null) {
      before.remove();
    }
    if (!stop.isGiven()) {
      entry.setAlarm();
    }
  }

  /** Ticks now, whatever the schedule says; false if there is no such source. */
  boolean tickNow(String name) {
    PingEntry entry = entries.get(name);
    if (entry != null) {
      tick(entry.source());
    }
    return entry != null;
  }

  List<PingStatus> status() {
    return entries.values().stream().map(PingEntry::status).toList();
  }

  synchronized void stop() {
    entries.values().forEach(PingEntry::remove);
  }

  /** Does not wait for the event to be taken. */
  private void tick(PingSource source) {
    CloudEvent event = events.at(clock.instant(), source);
    Thread.ofVirtual().name("ping " + source.name()).start(() -> send(event, source));
  }

  private void send(CloudEvent event, PingSource source) {
    try {
      stop.await(Duration.ofMillis(ThreadLocalRandom.current().nextLong(MOST_JITTER_MILLIS)));
      Answer answer = new Attempts(DELIVERY, stop).make(receivers.of(source.sink()), event);
      if (answer instanceof Failed) {
        LOG.log(
            Level.WARNING,
            "the tick {0} of PingSource {1} was not taken; it is lost, the next comes as scheduled",
            event.getId(),
            source.name());
      }
    } catch (InterruptedException stopping) {
      LOG.log(Level.DEBUG, "the tick of {0} is lost: the platform stops", source.name());
    }
  }
}
