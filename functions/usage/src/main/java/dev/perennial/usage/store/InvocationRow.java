package dev.perennial.usage.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A recorded invocation. */
@MappedEntity(schema = "usage", value = "invocations")
public record InvocationRow(
    @Id UUID instance,
    long number,
    String function,
    String trigger,
    String name,
    @Nullable String owner,
    @Nullable String actor,
    @Nullable String listId,
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
    long wallUs,
    long activeUs,
    long cpuUs,
    long coldStartUs,
    int memoryMib,
    long bytesIn,
    long bytesOut,
    int eventsOut,
    int mails,
    int pushes,
    long streamMs,
    boolean overhead) {}
