package dev.perennial.runtime.metering;

/**
 * Divides the time of an instance and the CPU of its process among the invocations in progress:
 * with n of them each gets 1/n. The shares of all invocations add up exactly to the time with at
 * least one invocation, and to the CPU of the process in that time: integers are divided, and each
 * remainder is carried on. Thread-safe.
 *
 * <pre>
 *   invocations      1         2        1
 *   A          |-----------------|
 *   B                    |----------------|
 *   time            t1       t2      t3          A gets t1 + t2/2, B gets t2/2 + t3
 * </pre>
 */
final class Shares {

  private static final long NANOS_PER_MICRO = 1_000;

  private final Meter meter;
  private final Part time = new Part();
  private final Part cpu = new Part();
  private int inProgress;
  private long lastNanos;
  private long lastCpuNanos;
  private long numbers;

  Shares(Meter meter) {
    this.meter = meter;
  }

  /** The time and the CPU that have passed on this machine. */
  interface Meter {

    /** Monotonic, in nanoseconds. */
    long nanos();

    /** CPU of the process since its start, in nanoseconds. */
    long cpuNanos();
  }

  /**
   * An invocation in progress.
   *
   * @param number from 1, without gaps
   */
  record Begun(long number, long nanos, long time, long cpu) {}

  /** What an invocation took, in microseconds: from begin to end, and its shares. */
  record Taken(long wallMicros, long activeMicros, long cpuMicros) {}

  /** Sums since the start, in microseconds, and the highest number of an invocation. */
  record Totals(long lastNumber, long activeMicros, long activeCpuMicros, long cpuMicros) {}

  synchronized Begun begin() {
    advance();
    inProgress++;
    numbers++;
    return new Begun(numbers, lastNanos, time.each, cpu.each);
  }

  synchronized Taken end(Begun begun) {
    advance();
    inProgress--;
    return new Taken(
        (lastNanos - begun.nanos) / NANOS_PER_MICRO,
        time.micros(time.each - begun.time),
        cpu.micros(cpu.each - begun.cpu));
  }

  synchronized Totals totals() {
    advance();
    return new Totals(
        numbers,
        time.total / NANOS_PER_MICRO,
        cpu.total / NANOS_PER_MICRO,
        lastCpuNanos / NANOS_PER_MICRO);
  }

  private void advance() {
    var nanos = meter.nanos();
    var cpuNanos = meter.cpuNanos();
    if (inProgress > 0) {
      time.divide(nanos - lastNanos, inProgress);
      cpu.divide(cpuNanos - lastCpuNanos, inProgress);
    }
    lastNanos = nanos;
    lastCpuNanos = cpuNanos;
  }

  /** A quantity that is divided, in nanoseconds. */
  private static final class Part {

    /** What was divided so far. */
    private long total;

    /** What an invocation would have got that is in progress since the start. */
    private long each;

    /** What could not be divided by the number of invocations; less than that number. */
    private long remainder;

    /** Less than a microsecond. */
    private long notRecorded;

    void divide(long amount, int among) {
      total += amount;
      var rest = amount + remainder;
      each += rest / among;
      remainder = rest % among;
    }

    /** Rounds down, and carries what is left to the next one. */
    long micros(long nanos) {
      var rest = nanos + notRecorded;
      notRecorded = rest % NANOS_PER_MICRO;
      return rest / NANOS_PER_MICRO;
    }
  }
}
