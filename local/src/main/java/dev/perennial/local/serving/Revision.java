package dev.perennial.local.serving;

import dev.perennial.local.manifest.Service;
import dev.perennial.local.serving.FunctionStatus.State;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One Service at work: the requests in line for it, and its pod while it is awake.
 *
 * <pre>
 *   acquire ──> room under containerConcurrency, first come first served ──> pod, woken if there is none ──> slot
 * </pre>
 */
final class Revision {

  private final Service service;
  private final Supplier<Pod> pods;
  private final IdleClock idle;
  private final Semaphore room;
  private final List<Pod> leaving = new ArrayList<>();
  private @Nullable Pod pod;
  private boolean closed;
  private long invocations;
  private long coldStarts;
  private @Nullable Long lastColdStartMs;

  /**
   * @param pods makes a new pod that is not started yet
   */
  Revision(Service service, Supplier<Pod> pods, IdleClock idle) {
    this.service = service;
    this.pods = pods;
    this.idle = idle;
    int limit = service.containerConcurrency();
    this.room = new Semaphore(limit == 0 ? Integer.MAX_VALUE : limit, true);
  }

  Activator.Slot acquire(Duration timeout) throws TimeoutException, InterruptedException {
    var deadline =
        Deadline.in(timeout.compareTo(service.timeout()) < 0 ? timeout : service.timeout());
    idle.opened();
    try {
      if (!room.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
        throw new TimeoutException("%s had no room in time".formatted(service.name()));
      }
    } catch (TimeoutException | InterruptedException e) {
      idle.closed();
      throw e;
    }
    return open(deadline);
  }

  private Activator.Slot open(Deadline deadline) throws TimeoutException, InterruptedException {
    boolean done = false;
    try {
      boolean woken = wake();
      var awake = awake();
      var slot = new OpenSlot(awake.awaitAddress(deadline), awake, woken);
      done = true;
      invoked();
      return slot;
    } finally {
      if (!done) {
        giveBack();
      }
    }
  }

  private void giveBack() {
    room.release();
    idle.closed();
  }

  /** Makes sure that there is a pod; true if there was none. */
  synchronized boolean wake() {
    if (closed) {
      throw new IllegalStateException(
          service.name() + " is not started any more: the platform stops");
    }
    if (pod != null) {
      return false;
    }
    pod = pods.get();
    pod.start();
    coldStarts++;
    return true;
  }

  private synchronized void invoked() {
    invocations++;
  }

  private synchronized Pod awake() {
    if (pod == null) {
      throw new IllegalStateException(
          service.name() + " was stopped while a request waited for it");
    }
    return pod;
  }

  synchronized void sleepIfIdle() {
    leaving.removeIf(Pod::isGone);
    if (service.minScale() == 0 && idle.hasRunOut()) {
      sleep();
    }
  }

  private void sleep() {
    if (pod != null) {
      pod.delete();
      leaving.add(pod);
      pod = null;
    }
  }

  /** Starts nothing any more and asks the process to end. */
  synchronized void close() {
    closed = true;
    sleep();
  }

  void awaitGone() throws InterruptedException {
    for (var gone : pods()) {
      gone.awaitGone();
    }
  }

  private synchronized List<Pod> pods() {
    return List.copyOf(leaving);
  }

  synchronized FunctionStatus status() {
    leaving.removeIf(Pod::isGone);
    var shown = pod == null && !leaving.isEmpty() ? leaving.getLast() : pod;
    var process = shown == null ? null : shown.process();
    var memory = process == null ? null : ResidentMemory.megabytesOf(process.pid());
    return new FunctionStatus(
        service.name(),
        state(shown),
        process == null ? null : process.pid(),
        invocations,
        coldStarts,
        lastColdStartMs,
        memory == null || memory.isEmpty() ? null : memory.getAsLong());
  }

  private State state(@Nullable Pod shown) {
    if (shown == null) {
      return State.ASLEEP;
    }
    return shown.isReady() || leaving.contains(shown) ? State.AWAKE : State.STARTING;
  }

  private synchronized void answeredCold(Pod woken) {
    lastColdStartMs = woken.age().toMillis();
  }

  /** A slot; the one that woke the pod measures how long that took. */
  private final class OpenSlot implements Activator.Slot {

    private final URI address;
    private final Pod pod;
    private final boolean cold;
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
    public void close() {
      if (open.compareAndSet(true, false)) {
        if (cold) {
          answeredCold(pod);
        }
        giveBack();
      }
    }
  }
}
