package dev.perennial.local.eventing;

import dev.perennial.local.eventing.DeliveryResult.Failed;
import dev.perennial.local.manifest.DeliverySpec;
import dev.perennial.local.manifest.DeliverySpec.BackoffPolicy;
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
 * Schedules the PingSources like Knative's adapter: each tick has up to 0.5 s of jitter and six
 * attempts within four seconds, and is lost if all fail.
 */
final class PingSources {

  private static final Logger LOG = System.getLogger(PingSources.class.getName());
  private static final long MAX_JITTER_MILLIS = 500;

  private static final DeliverySpec DELIVERY =
      new DeliverySpec(
          5,
          BackoffPolicy.EXPONENTIAL,
          Duration.ofMillis(50),
          Duration.ofSeconds(30),
          Optional.empty());

  private final Map<String, PingEntry> entries = new ConcurrentSkipListMap<>();
  private final PingEvents events;
  private final Receivers receivers;
  private final Scheduler scheduler;
  private final StopSignal stop;

  PingSources(PingEvents events, Receivers receivers, Scheduler scheduler, StopSignal stop) {
    this.events = events;
    this.receivers = receivers;
    this.scheduler = scheduler;
    this.stop = stop;
  }

  /** Schedules this source and removes the earlier one of the same name. */
  synchronized void schedule(PingSource source) {
    var entry = new PingEntry(source, scheduler, this::tick);
    PingEntry before = entries.put(source.name(), entry);
    if (before != null) {
      before.remove();
    }
    if (!stop.isSet()) {
      entry.schedule();
    }
  }

  /** Sends a tick now, regardless of the schedule. Returns false if there is no such source. */
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

  /** Returns before the event is delivered. */
  private void tick(PingSource source) {
    CloudEvent event = events.at(scheduler.instant(), source);
    Thread.ofVirtual().name("ping " + source.name()).start(() -> send(event, source));
  }

  private void send(CloudEvent event, PingSource source) {
    try {
      stop.await(Duration.ofMillis(ThreadLocalRandom.current().nextLong(MAX_JITTER_MILLIS)));
      DeliveryResult result =
          new RetryingDelivery(DELIVERY, stop).deliver(receivers.of(source.sink()), event);
      if (result instanceof Failed) {
        LOG.log(
            Level.WARNING,
            "tick {0} of PingSource {1} was not delivered and is lost; the next one follows on"
                + " schedule",
            event.getId(),
            source.name());
      }
    } catch (InterruptedException stopping) {
      LOG.log(Level.DEBUG, "a tick of {0} is lost: the platform stops", source.name());
    }
  }
}
