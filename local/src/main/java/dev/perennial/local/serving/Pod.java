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
 * The process of a function. It is restarted whenever it ends by itself, until the pod is deleted.
 */
final class Pod {

  private static final Logger LOG = System.getLogger(Pod.class.getName());

  private final Service service;
  private final Launcher launcher;
  private final ReadinessProbe probe;
  private final StartLimiter startLimiter;
  private final InstantSource clock;
  private final Duration grace;
  private final Thread runner;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Process process;
  private @Nullable URI address;
  private @Nullable Instant firstStart;
  private boolean deleted;

  /**
   * @param grace maximum time for the process to end after SIGTERM
   */
  Pod(
      Service service,
      Launcher launcher,
      ReadinessProbe probe,
      StartLimiter startLimiter,
      InstantSource clock,
      Duration grace) {
    this.service = service;
    this.launcher = launcher;
    this.probe = probe;
    this.startLimiter = startLimiter;
    this.clock = clock;
    this.grace = grace;
    this.runner = Thread.ofVirtual().name("pod " + service.name()).unstarted(this::runUntilDeleted);
  }

  void start() {
    runner.start();
  }

  /** Sends the process a signal to end and does not wait for it. */
  void delete() {
    runner.interrupt();
    lock.lock();
    try {
      deleted = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void awaitTermination() throws InterruptedException {
    runner.join();
  }

  boolean isTerminated() {
    return !runner.isAlive();
  }

  /** Waits for a ready process and returns its URL; null if the pod has been deleted. */
  @Nullable URI awaitAddress(Deadline deadline) throws TimeoutException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (address == null && !deleted) {
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

  /** Returns the current process; null if there is none. */
  @Nullable Process process() {
    lock.lock();
    try {
      return process;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the time since the start of its first process. */
  Duration timeSinceStart() {
    lock.lock();
    try {
      return firstStart == null ? Duration.ZERO : Duration.between(firstStart, clock.instant());
    } finally {
      lock.unlock();
    }
  }

  private void runUntilDeleted() {
    var backOff = new CrashBackoff(clock);
    try {
      while (true) {
        backOff.started();
        int code = runOnce();
        Duration wait = backOff.crashed();
        LOG.log(
            Level.WARNING,
            "{0} ended unexpectedly with code {1}; it is restarted in {2} s",
            service.name(),
            code,
            wait.toSeconds());
        Thread.sleep(wait);
      }
    } catch (InterruptedException deleted) {
      LOG.log(Level.DEBUG, "{0} is stopped", service.name());
    }
  }

  private int runOnce() throws InterruptedException {
    StartLimiter.Permit permit = startLimiter.acquire();
    try {
      return runOn(Ports.free(), permit);
    } finally {
      permit.release();
    }
  }

  private int runOn(int port, StartLimiter.Permit permit) throws InterruptedException {
    var root = URI.create("http://127.0.0.1:" + port);
    Process started = launcher.launch(service, port);
    try {
      update(started, null);
      if (probe.awaitReady(started, root.resolve(service.readinessPath()))) {
        update(started, root);
      }
      permit.release();
      return started.waitFor();
    } finally {
      update(started, null);
      ChildProcesses.stop(started, grace);
      update(null, null);
    }
  }

  private void update(@Nullable Process newProcess, @Nullable URI newAddress) {
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
