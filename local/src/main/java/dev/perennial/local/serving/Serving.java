package dev.perennial.local.serving;

import dev.perennial.local.manifest.Service;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** All Services of one machine: starts them for requests and stops them when they are idle. */
public final class Serving implements Activator, AutoCloseable {

  /** Knative's default time for a process to end after SIGTERM. */
  public static final Duration GRACE = Duration.ofSeconds(30);

  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration MAX_START_TIME = Duration.ofSeconds(10);
  private static final int CHECKS_PER_IDLE_TIME = 10;
  private static final Duration MAX_CHECK_INTERVAL = Duration.ofSeconds(1);

  private final Map<String, Revision> revisions = new LinkedHashMap<>();
  private final List<Service> services;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final ScheduledExecutorService idleChecks =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("idle checks").factory());
  private final Duration idle;
  private final RequestLog requests;

  /**
   * @param idle time without a request after which a function is stopped
   * @param grace maximum time for a process to end after SIGTERM
   */
  public Serving(
      List<Service> services,
      Launcher launcher,
      Duration idle,
      Duration grace,
      InstantSource clock) {
    this.services = services;
    this.idle = idle;
    this.requests = new RequestLog(clock);
    var probe = new ReadinessProbe(client);
    var startLimiter = new StartLimiter(Runtime.getRuntime().availableProcessors(), MAX_START_TIME);
    for (Service service : services) {
      revisions.put(
          service.name(),
          new Revision(
              service,
              () -> new Pod(service, launcher, probe, startLimiter, clock, grace),
              new IdleTimer(clock, idle),
              requests));
    }
  }

  /** Starts the Services with a minimum scale of 1, and the idle checks. */
  public void start() {
    services.stream()
        .filter(service -> service.minScale() > 0)
        .forEach(service -> revision(service.name()).startIfStopped());
    long period =
        Math.min(idle.dividedBy(CHECKS_PER_IDLE_TIME).toMillis(), MAX_CHECK_INTERVAL.toMillis());
    var _ =
        idleChecks.scheduleWithFixedDelay(
            this::stopIfIdle, period, Math.max(period, 1), TimeUnit.MILLISECONDS);
  }

  private void stopIfIdle() {
    revisions.values().forEach(Revision::stopIfIdle);
  }

  @Override
  public Slot acquire(String service, Duration timeout)
      throws TimeoutException, InterruptedException {
    return revision(service).acquire(timeout);
  }

  /**
   * Ends the function's process if it has one, after the requests that it is serving. The next
   * request starts another one, which reads its Secrets again.
   */
  public void restart(String service) {
    revision(service).restart();
  }

  private Revision revision(String service) {
    Revision revision = revisions.get(service);
    if (revision == null) {
      throw new IllegalArgumentException("no manifest declares the Service " + service);
    }
    return revision;
  }

  /** The requests that the functions have got. */
  public RequestLog requests() {
    return requests;
  }

  public List<FunctionStatus> status() {
    return revisions.values().stream().map(Revision::status).toList();
  }

  /** Stops all functions concurrently; returns when all have ended. */
  @Override
  public void close() {
    idleChecks.shutdownNow();
    Collection<Revision> all = revisions.values();
    all.forEach(Revision::close);
    try {
      for (Revision revision : all) {
        revision.awaitTermination();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }
}
