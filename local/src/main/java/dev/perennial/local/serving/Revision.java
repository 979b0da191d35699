package dev.perennial.local.serving;

import dev.perennial.local.manifest.Service;
import dev.perennial.local.serving.FunctionStatus.State;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One Service: its waiting requests, and its pod if one runs.
 *
 * <pre>
 *   acquire ──> permits under containerConcurrency, first come first served ──> pod, started if there is none ──> slot
 * </pre>
 */
final class Revision {

  private final Service service;
  private final Supplier<Pod> newPod;
  private final IdleTimer idle;
  private final RequestLog log;
  private final Semaphore permits;
  private final List<Pod> terminating = new ArrayList<>();
  private @Nullable Pod pod;
  private boolean closed;
  private long invocations;
  private long coldStarts;
  private @Nullable Long lastColdStartMs;

  /**
   * @param newPod creates a pod that is not started yet
   */
  Revision(Service service, Supplier<Pod> newPod, IdleTimer idle, RequestLog log) {
    this.service = service;
    this.newPod = newPod;
    this.idle = idle;
    this.log = log;
    int limit = service.containerConcurrency();
    this.permits = new Semaphore(limit == 0 ? Integer.MAX_VALUE : limit, true);
  }

  Activator.Slot acquire(Duration timeout) throws TimeoutException, InterruptedException {
    var deadline =
        Deadline.in(timeout.compareTo(service.timeout()) < 0 ? timeout : service.timeout());
    idle.requestStarted();
    try {
      if (!permits.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
        throw new TimeoutException("%s had no free slot in time".formatted(service.name()));
      }
    } catch (TimeoutException | InterruptedException e) {
      idle.requestFinished();
      throw e;
    }
    return open(deadline);
  }

  private Activator.Slot open(Deadline deadline) throws TimeoutException, InterruptedException {
    boolean done = false;
    try {
      while (true) {
        boolean started = startIfStopped();
        @Nullable Pod running = current();
        @Nullable URI address = running == null ? null : running.awaitAddress(deadline);
        // A pod that is deleted meanwhile is replaced by another one.
        if (running != null && address != null) {
          done = true;
          invoked();
          return new OpenSlot(address, running, started);
        }
      }
    } finally {
      if (!done) {
        release();
      }
    }
  }

  private void release() {
    permits.release();
    idle.requestFinished();
  }

  /** Starts a pod if there is none. Returns whether it did. */
  synchronized boolean startIfStopped() {
    if (closed) {
      throw new IllegalStateException(service.name() + " is not started: the platform is stopping");
    }
    if (pod != null) {
      return false;
    }
    pod = newPod.get();
    pod.start();
    coldStarts++;
    return true;
  }

  private synchronized void invoked() {
    invocations++;
  }

  private synchronized @Nullable Pod current() {
    return pod;
  }

  synchronized void stopIfIdle() {
    terminating.removeIf(Pod::isTerminated);
    if (service.minScale() == 0 && idle.isExpired()) {
      stop();
    }
  }

  synchronized void restart() {
    stop();
    if (service.minScale() > 0) {
      startIfStopped();
    }
  }

  private void stop() {
    if (pod != null) {
      pod.delete();
      terminating.add(pod);
      pod = null;
    }
  }

  /** Sends the process a signal to end. No pod is started afterwards. */
  synchronized void close() {
    closed = true;
    stop();
  }

  void awaitTermination() throws InterruptedException {
    for (Pod deleted : pods()) {
      deleted.awaitTermination();
    }
  }

  private synchronized List<Pod> pods() {
    return List.copyOf(terminating);
  }

  synchronized FunctionStatus status() {
    terminating.removeIf(Pod::isTerminated);
    Pod current = pod == null && !terminating.isEmpty() ? terminating.getLast() : pod;
    Process process = current == null ? null : current.process();
    OptionalLong memory = process == null ? null : ResidentMemory.megabytesOf(process.pid());
    return new FunctionStatus(
        service.name(),
        state(current),
        process == null ? null : process.pid(),
        invocations,
        coldStarts,
        lastColdStartMs,
        memory == null || memory.isEmpty() ? null : memory.getAsLong());
  }

  private State state(@Nullable Pod current) {
    if (current == null) {
      return State.STOPPED;
    }
    return current.isReady() || terminating.contains(current) ? State.RUNNING : State.STARTING;
  }

  private synchronized void recordColdStart(Pod started) {
    lastColdStartMs = started.timeSinceStart().toMillis();
  }

  /** A slot. The one that started the pod also records the duration of the cold start. */
  private final class OpenSlot implements Activator.Slot {

    private final URI address;
    private final Pod pod;
    private final boolean cold;
    private final Instant openedAt = log.now();
    private final AtomicBoolean open = new AtomicBoolean(true);

    OpenSlot(URI address, Pod pod, boolean cold) {
      this.address = address;
      this.pod = pod;
      this.cold = cold;
    }

    @Override
    public URI address() {
      return address;
    }

    @Override
    public void countRequest() {
      log.count(service.name(), openedAt);
    }

    @Override
    public void close() {
      if (open.compareAndSet(true, false)) {
        if (cold) {
          recordColdStart(pod);
        }
        release();
      }
    }
  }
}
