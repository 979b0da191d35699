package dev.perennial.runtime.metering;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code usage.invocations}, as the JSON that {@link UsageRows} inserts. */
record InvocationRecord(
    long number,
    String trigger,
    String name,
    @Nullable String owner,
    @Nullable String actor,
    @Nullable String listId,
    @Nullable String eventSource,
    @Nullable String eventId,
    @Nullable Instant eventTime,
    @Nullable String subject,
    String traceId,
    String spanId,
    @Nullable String parentSpanId,
    int attempt,
    String outcome,
    int status,
    Instant startedAt,
    long wallMicros,
    long activeMicros,
    long cpuMicros,
    long bytesIn,
    long bytesOut,
    int eventsOut,
    long eventBytesOut,
    int mails,
    int pushes,
    long streamMillis,
    boolean overhead) {}
