package dev.perennial.usage;

import java.time.Instant;
import java.util.UUID;

/** What an instance counts of itself; times in microseconds, 256 MiB. */
record Instance(UUID id, Instant startedAt) {

  static Instance startedAt(Instant at) {
    return new Instance(UUID.randomUUID(), at);
  }

  /** Stores its start, which took this long and this CPU. */
  Instance ready(long startupUs, long startupCpuUs) {
    UsageFunction.POSTGRES.execute(
        """
        INSERT INTO usage.instances (instance, function, started_at, ready_at, startup_cpu_us, memory_mib)
        VALUES ('%s', 'task-api', '%s', '%s', %d, 256)
        """
            .formatted(id, startedAt, startedAt.plusNanos(startupUs * 1000), startupCpuUs));
    return this;
  }

  /** Stores a batch this long after the start. */
  Instance batch(
      int number, long atUs, long lastNumber, long activeUs, long activeCpuUs, long cpuUs) {
    UsageFunction.POSTGRES.execute(
        """
        INSERT INTO usage.batches
          (instance, batch, written_at, last_number, active_us, active_cpu_us, cpu_us, final)
        VALUES ('%s', %d, '%s', %d, %d, %d, %d, false)
        """
            .formatted(
                id,
                number,
                startedAt.plusNanos(atUs * 1000),
                lastNumber,
                activeUs,
                activeCpuUs,
                cpuUs));
    return this;
  }

  /** A successful request in this instance. */
  Invoked request(String owner, long number, Instant at, long activeUs, long cpuUs) {
    return Invoked.by(owner, at)
        .with("instance", id)
        .with("number", number)
        .with("active_us", activeUs)
        .with("cpu_us", cpuUs);
  }
}
