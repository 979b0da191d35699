package dev.perennial.runtime.metering;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.Settings;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.database.DatabaseFault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The tables of the schema {@code usage}. Each batch is one transaction and has the sums of the
 * process at that time; the first one also describes the process.
 */
final class UsageTables implements RecordSink {

  /** What {@code knative/*.yaml} requests. */
  private static final int MEMORY_MIB = 200;

  private final Database database;
  private final InstantSource clock;
  private final Shares shares;
  private final UUID instance;

  /** Empty outside of Knative. */
  private final String revision;

  private final int memoryMib;
  private volatile Consumer<String> budgetChecks = _ -> {};
  private volatile Instant readyAt = Instant.EPOCH;
  private volatile long startupCpuMicros;
  private int number;
  private boolean isDescribed;

  UsageTables(
      UUID instance, Settings settings, InstantSource clock, Database database, Shares shares) {
    this.instance = instance;
    this.database = database;
    this.clock = clock;
    this.shares = shares;
    this.revision = settings.optional("K_REVISION", "");
    this.memoryMib = settings.wholeNumber("MEMORY_MIB", MEMORY_MIB);
  }

  /** The start of the process ends now. */
  void ready() {
    readyAt = clock.instant();
    startupCpuMicros = shares.totals().cpuMicros();
  }

  /** Calls this in the transaction of a batch, for each person whose budget has to be looked at. */
  void checkBudgets(Consumer<String> checks) {
    budgetChecks = checks;
  }

  @Override
  public void write(List<InvocationRecord> records, boolean isLast) {
    try {
      insert(records, isLast);
    } catch (RuntimeException fault) {
      throw DatabaseFault.isInvalidData(fault) ? new RefusedRecords(fault) : fault;
    }
  }

  private void insert(List<InvocationRecord> records, boolean isLast) {
    var rows = database.repository(UsageRows.class);
    var startedAt = startedAt();
    number++;
    database.inTransaction(
        () -> {
          if (!isDescribed) {
            rows.insertInstance(
                instance, revision, startedAt, readyAt, startupCpuMicros, memoryMib);
          }
          if (!records.isEmpty()) {
            rows.insertInvocations(
                instance,
                Math.max(0, Duration.between(startedAt, readyAt).toNanos() / 1_000),
                memoryMib,
                EventJson.MAPPER.writeValueAsString(records));
          }
          insertSums(rows, isLast);
          rows.takeDueBudgets().forEach(budgetChecks);
        });
    isDescribed = true;
  }

  private void insertSums(UsageRows rows, boolean isLast) {
    var totals = shares.totals();
    rows.insertBatch(
        instance,
        number,
        clock.instant(),
        totals.lastNumber(),
        totals.activeMicros(),
        totals.activeCpuMicros(),
        totals.cpuMicros() - startupCpuMicros,
        isLast);
  }

  /** Read when it is needed, since the operating system takes some milliseconds for it. */
  private Instant startedAt() {
    return ProcessHandle.current().info().startInstant().orElse(readyAt);
  }
}
