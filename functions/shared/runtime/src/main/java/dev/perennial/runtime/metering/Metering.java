package dev.perennial.runtime.metering;

import dev.perennial.runtime.Settings;
import dev.perennial.runtime.Span;
import dev.perennial.runtime.Trace;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.http.Exchange;
import dev.perennial.runtime.http.RequestHandler;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records each invocation once, with its share of the time and of the CPU of this process. The
 * record is written to {@code usage.invocations} after the response. At most the records of the
 * last second are lost if the process is killed, and their numbers are missing then.
 */
public final class Metering implements AutoCloseable {

  private static final Shares.Begun NOT_METERED = new Shares.Begun(0, 0, 0, 0);

  private final InstantSource clock;
  private final Map<String, Invocation> inProgress = new ConcurrentHashMap<>();
  private final @Nullable Shares shares;
  private final @Nullable UsageTables tables;
  private final List<RecordWriter> writers;
  private boolean isOverhead;

  private Metering(
      InstantSource clock,
      @Nullable Shares shares,
      @Nullable UsageTables tables,
      List<RecordWriter> writers) {
    this.clock = clock;
    this.shares = shares;
    this.tables = tables;
    this.writers = writers;
  }

  /**
   * Reads {@code METERING}: without it there are traces and no records. With {@code
   * OTEL_EXPORTER_OTLP_ENDPOINT} the records are also sent there, as spans and as metrics.
   */
  public static Metering of(Settings settings, InstantSource clock, Database database) {
    if (!settings.flag("METERING", true)) {
      return withoutRecords(clock);
    }
    var instance = UUID.randomUUID();
    var shares = new Shares(new ProcessMeter());
    var tables = new UsageTables(instance, settings, clock, database, shares);
    return new Metering(
        clock,
        shares,
        tables,
        Stream.concat(Stream.of(tables), OtlpReceiver.sinks(settings, instance, clock).stream())
            .map(RecordWriter::new)
            .toList());
  }

  /** Keeps traces only. */
  public static Metering withoutRecords(InstantSource clock) {
    return new Metering(clock, null, null, List.of());
  }

  /** All invocations are work of the system for itself, which no person is billed for. */
  public void recordAsOverhead() {
    isOverhead = true;
  }

  /**
   * Calls this in the transaction that stores records, for each person of whom they may reach a
   * threshold of the budget.
   */
  public void checkBudgets(Consumer<String> checks) {
    if (tables != null) {
      tables.checkBudgets(checks);
    }
  }

  /** From now on requests are accepted. What was done before is the start of the process. */
  public void ready() {
    if (tables != null) {
      tables.ready();
    }
  }

  /**
   * Handles the request as an invocation: a step of the trace that the request names, or else of a
   * new one.
   */
  public void meter(Exchange exchange, RequestHandler handler) throws IOException {
    var invocation = begin(exchange);
    try (var trace = Trace.resume(invocation.traceparent())) {
      handler.handle(new MeteredExchange(exchange, invocation));
    } catch (RuntimeException | Error fault) {
      invocation.hasFailed();
      throw fault;
    } finally {
      end(invocation);
    }
  }

  /** The invocation in progress that has this {@code traceparent}; empty if there is none. */
  public Optional<Invocation> find(String traceparent) {
    return Span.idIn(traceparent).map(inProgress::get);
  }

  /** The invocation in progress that the current thread works for; empty if there is none. */
  public Optional<Invocation> current() {
    return find(Trace.current());
  }

  private Invocation begin(Exchange exchange) {
    var headers = exchange.headers("traceparent");
    var invocation =
        new Invocation(
            shares == null ? NOT_METERED : shares.begin(),
            clock.instant(),
            Span.childOf(headers.isEmpty() ? null : headers.getFirst()));
    inProgress.put(invocation.spanId(), invocation);
    return invocation;
  }

  private void end(Invocation invocation) {
    inProgress.remove(invocation.spanId());
    if (shares != null) {
      var ended = invocation.ended(shares.end(invocation.begun()), isOverhead);
      writers.forEach(writer -> writer.add(ended));
    }
  }

  /** Writes the records that are not written yet. No invocation may begin any more. */
  @Override
  public void close() {
    writers.forEach(RecordWriter::close);
  }
}
