package dev.perennial.e2e.bench;

import dev.perennial.e2e.EventStream;
import dev.perennial.e2e.EventStream.Item;
import dev.perennial.e2e.Pause;
import dev.perennial.e2e.Person;
import dev.perennial.e2e.RunningSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** Measures the delay of a change to another device's stream, and the cost of many streams. */
final class StreamMeasurements {

  private static final int SAMPLES = 300;
  private static final int WARM_UP = 50;
  private static final int COLD_STARTS = 5;

  /** The most that a user may have. */
  private static final int STREAMS_EACH = 10;

  private static final int PEOPLE = 200;
  private static final int MEMBERS = 100;
  private static final int SHARED_CHANGES = 20;
  private static final String FIRST = "user-first-to-open";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final RunningSystem system;
  private final Report report;
  private final ScaledToZero scaledToZero;

  StreamMeasurements(RunningSystem system, Report report) {
    this.system = system;
    this.report = report;
    this.scaledToZero = new ScaledToZero(system);
  }

  /** From the response to a write to the event on another device's stream. */
  void changeToScreen() {
    report.heading(
        "Change to screen: from a write's response to the line on another device's stream");
    var person = system.person("user-follower");
    try (var stream = open("user-follower")) {
      stream.status();
      var waits = new ArrayList<Duration>();
      for (int i = 0; i < WARM_UP + SAMPLES; i++) {
        var id = person.create("{\"title\":\"Seen elsewhere\"}").path("id").asString();
        var respondedNanos = System.nanoTime();
        var wait =
            Duration.ofNanos(Math.max(0, awaitLine(stream, id).arrivedNanos() - respondedNanos));
        if (i >= WARM_UP) {
          waits.add(wait);
        }
      }
      report.add("Change to screen, warm", Latencies.of(waits), "");
    }
  }

  /** With all functions scaled to zero: one device writes while the other opens its stream. */
  void fromZero() {
    report.heading("Change to screen, everything scaled to zero: both functions start");
    var person = system.person("user-follower");
    var fromRequest = new ArrayList<Duration>();
    var fromResponse = new ArrayList<Duration>();
    for (int i = 0; i < COLD_STARTS; i++) {
      scaledToZero.await();
      var started = System.nanoTime();
      try (var stream = open("user-follower")) {
        var id = person.create("{\"title\":\"From zero\"}").path("id").asString();
        var respondedNanos = System.nanoTime();
        var arrived = awaitLine(stream, id).arrivedNanos();
        fromRequest.add(Duration.ofNanos(arrived - started));
        fromResponse.add(Duration.ofNanos(Math.max(0, arrived - respondedNanos)));
      }
    }
    addColdStarts(
        "From the write's response to the line", Latencies.of(fromResponse), "to reach: 2000");
    var all = Latencies.of(fromRequest);
    addColdStarts("From the write's request to the line", all, "");
    report.measured(Target.SCREEN_FROM_ZERO, all.percentile(0.5));
    report.measured(Target.SCREEN_FROM_ZERO_WORST, all.percentile(1));
  }

  private void addColdStarts(String name, Latencies latencies, String bound) {
    report.add(name + ", p50 of " + COLD_STARTS, latencies.percentile(0.5), "ms", bound);
    report.add(name + ", worst", latencies.percentile(1), "ms", "");
  }

  /** 2,000 streams on one instance, and one event to a thousand of them. */
  void manyStreams() {
    report.heading("%,d streams on one instance".formatted(PEOPLE * STREAMS_EACH));
    var owner = system.person("user-many-0");
    var list = sharedList(owner);
    // All members are notified of each new member, which makes thousands of entries.
    new Quiescence(system).await();
    try (var first = open(FIRST)) {
      first.status();
      var before = residentKb();
      var began = System.nanoTime();
      var streams = openAll();
      try {
        report.add(
            "Until all are open, requested at once",
            Duration.ofNanos(System.nanoTime() - began).toMillis(),
            "ms",
            "");
        report.add(
            "Memory for each stream", (residentKb() - before) / streams.size(), "KB", "resident");
        deliver(owner, list, streams.subList(0, MEMBERS * STREAMS_EACH));
      } finally {
        streams.forEach(EventStream::close);
      }
    }
  }

  private String sharedList(Person owner) {
    var list = owner.createList("Everybody's").path("id").asString();
    IntStream.range(1, MEMBERS)
        .mapToObj(i -> "user-many-" + i)
        .forEach(guest -> owner.share(list, guest, "viewer", system.person(guest)));
    return list;
  }

  private List<EventStream> openAll() {
    var streams = new ArrayList<EventStream>();
    for (int i = 0; i < PEOPLE * STREAMS_EACH; i++) {
      streams.add(open("user-many-" + i / STREAMS_EACH));
    }
    streams.forEach(
        stream -> {
          if (stream.status() != 200) {
            throw new IllegalStateException("a stream was answered " + stream.status());
          }
        });
    return streams;
  }

  private void deliver(Person owner, String list, List<EventStream> streams) {
    var waits = new ArrayList<Duration>();
    for (int i = 0; i < SHARED_CHANGES; i++) {
      var body = "{\"title\":\"To all %s\",\"listId\":\"%s\"}".formatted(UUID.randomUUID(), list);
      var id = owner.create(body).path("id").asString();
      var respondedNanos = System.nanoTime();
      for (var stream : streams) {
        waits.add(
            Duration.ofNanos(Math.max(0, awaitLine(stream, id).arrivedNanos() - respondedNanos)));
      }
    }
    report.add("One event to %,d streams".formatted(streams.size()), Latencies.of(waits), "");
  }

  private EventStream open(String user) {
    return system.stream(user, Map.of());
  }

  private double residentKb() {
    return system.function("sync-push").path("residentMb").asDouble() * 1024;
  }

  private static Item awaitLine(EventStream stream, String subject) {
    var deadline = System.nanoTime() + TIMEOUT.toNanos();
    for (var line = line(stream, subject); ; line = line(stream, subject)) {
      if (line.isPresent()) {
        return line.get();
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("no event about " + subject + " was received");
      }
      Pause.millis(1);
    }
  }

  private static Optional<Item> line(EventStream stream, String subject) {
    return stream.items().stream().filter(item -> item.data().contains(subject)).findFirst();
  }
}
