package dev.perennial.local.serving;

import dev.perennial.embedded.ChildProcesses;
import dev.perennial.embedded.Ports;
import dev.perennial.local.manifest.Service;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A function awake: its process, which is started again whenever it dies by itself, until the pod
 * is deleted.
 */
final class Pod {

  private static final Logger LOG = System.getLogger(Pod.class.getName());

  private final Service service;
  private final Launcher launcher;
  private final ReadinessProbe probe;
  private final Runway runway;
  private final InstantSource clock;
  private final Duration grace;
  private final Thread keeper;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Process process;
  private @Nullable URI address;
  private @Nullable Instant firstStart;

  /**
   * @param grace how long a process may take to end after SIGTERM
   */
  Pod(
      Service service,
      Launcher launcher,
      ReadinessProbe probe,
      Runway runway,
      InstantSource clock,
      Duration grace) {
    this.service = service;
    this.launcher = launcher;
    this.probe = probe;
    this.runway = runway;
    this.clock = clock;
    this.grace = grace;
    this.keeper = Thread.ofVirtual().name("pod " + service.name()).unstarted(this::keepAlive);
  }

  void start() {
    keeper.start();
  }

  /** Asks the process to end; does not wait for it. */
  void delete() {
    keeper.interrupt();
  }

  void awaitGone() throws InterruptedException {
    keeper.join();
  }

  boolean isGone() {
    return !keeper.isAlive();
  }

  /** Where the ready process listens; waits for it. */
  URI awaitAddress(Deadline deadline) throws TimeoutException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (address == null) {
        if (changed.awaitNanos(deadline.nanosLeft()) <= 0) {
          throw new TimeoutException(service.name() + " was not ready in time");
        }
      }
      return address;
    } finally {
      lock.unlock();
    }
  }

  boolean isReady() {
    lock.lock();
    try {
      return address != null;
    } finally {
      lock.unlock();
    }
  }

  /** The process, if there is one just now. */
  @Nullable Process process() {
    lock.lock();
    try {
      return process;
    } finally {
      lock.unlock();
    }
  }

  /** How long ago its first process was started. */
  Duration age() {
    lock.lock();
    try {
      return firstStart == null ? Duration.ZERO : Duration.between(firstStart, clock.instant());
    } finally {
      lock.unlock();
    }
  }

  private void keepAlive() {
    var backOff = new CrashBackOff(clock);
    try {
      while (true) {
        backOff.started();
        int code = runOnce();
        var wait = backOff.crashed();
        LOG.log(
            Level.WARNING,
            "{0} ended by itself with code {1}; it is started again in {2} s",
            service.name(),
            code,
            wait.toSeconds());
        Thread.sleep(wait);
      }
    } catch (InterruptedException deleted) {
      LOG.log(Level.DEBUG, "{0} sleeps", service.name());
    }
  }

  private int runOnce() throws InterruptedException {
    var clearance = runway.enter();
    try {
      return runOn(Ports.free(), clearance);
    } finally {
      clearance.giveBack();
    }
  }

  private int runOn(int port, Runway.Clearance clearance) throws InterruptedException {
    var root = URI.create("http://127.0.0.1:" + port);
    var started = launcher.launch(service, port);
    try {
      became(started, null);
      if (probe.awaitReady(started, root.resolve(service.readinessPath()))) {
        became(started, root);
      }
      clearance.giveBack();
      return started.waitFor();
    } finally {
      became(started, null);
      ChildProcesses.stop(started, grace);
      became(null, null);
    }
  }

  private void became(@Nullable Process newProcess, @Nullable URI newAddress) {
    lock.lock();
    try {
      if (firstStart == null) {
        firstStart = clock.instant();
      }
      process = newProcess;
      address = newAddress;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
