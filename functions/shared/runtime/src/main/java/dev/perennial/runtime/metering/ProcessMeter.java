package dev.perennial.runtime.metering;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;

/** The time and the CPU of this process. */
final class ProcessMeter implements Shares.Meter {

  /** Loaded beside the start, since the classes of the management API take some milliseconds. */
  private final CompletableFuture<OperatingSystemMXBean> system =
      CompletableFuture.supplyAsync(
          () -> ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class),
          task -> Thread.ofPlatform().daemon().name("process meter").start(task));

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public long cpuNanos() {
    return system.join().getProcessCpuTime();
  }
}
