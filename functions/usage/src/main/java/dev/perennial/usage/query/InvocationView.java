package dev.perennial.usage.query;

import dev.perennial.usage.price.Amount;
import dev.perennial.usage.price.PriceBook;
import dev.perennial.usage.price.Unit;
import dev.perennial.usage.store.InvocationRow;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** An invocation as JSON, and what it costs by a price book. */
public final class InvocationView {

  private static final long MILLI = 1_000;
  private static final long HUNDRED_MILLIS = 100_000;

  private InvocationView() {}

  public static Map<String, Object> json(InvocationRow row, PriceBook book) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("function", row.function());
    json.put("trigger", row.trigger());
    json.put("name", row.name());
    json.put("startedAt", row.startedAt());
    json.put("outcome", row.outcome());
    json.put("status", row.status());
    json.put("attempt", row.attempt());
    json.put("wallMicros", row.wallUs());
    json.put("activeMicros", row.activeUs());
    json.put("cpuMicros", row.cpuUs());
    json.put("coldStartMicros", row.coldStartUs());
    json.put("memoryMib", row.memoryMib());
    json.put("bytesIn", row.bytesIn());
    json.put("bytesOut", row.bytesOut());
    json.put("eventsOut", row.eventsOut());
    json.put("owner", row.owner());
    json.put("actor", row.actor());
    json.put("listId", row.listId());
    json.put("eventId", row.eventId());
    json.put("subject", row.subject());
    json.put("traceId", row.traceId());
    json.put("spanId", row.spanId());
    json.put("parentSpanId", row.parentSpanId());
    json.put("instance", row.instance());
    json.put("number", row.number());
    json.put("cost", cost(row, book).text());
    return json;
  }

  /** What it costs, whether it is billed or not. */
  public static Amount cost(InvocationRow row, PriceBook book) {
    Amount sum = Amount.ZERO;
    Map<Unit, Long> quantities = quantities(row);
    for (var price : book.at(row.startedAt()).prices().values()) {
      long quantity = quantities.getOrDefault(price.unit(), 0L);
      sum = sum.plus(price.of(BigInteger.valueOf(quantity)));
    }
    return sum;
  }

  private static Map<Unit, Long> quantities(InvocationRow row) {
    Map<Unit, Long> all = new EnumMap<>(Unit.class);
    long millis = Math.ceilDiv(row.activeUs(), MILLI);
    long hundreds = Math.ceilDiv(row.activeUs(), HUNDRED_MILLIS);
    all.put(Unit.INVOCATION, 1L);
    all.put(Unit.ACTIVE_US, row.activeUs());
    all.put(Unit.ACTIVE_MS, millis);
    all.put(Unit.ACTIVE_100MS, hundreds);
    all.put(Unit.MIB_US, row.activeUs() * row.memoryMib());
    all.put(Unit.MIB_MS, millis * row.memoryMib());
    all.put(Unit.MIB_100MS, hundreds * row.memoryMib());
    all.put(Unit.CPU_US, row.cpuUs());
    all.put(Unit.BYTE_IN, row.bytesIn());
    all.put(Unit.BYTE_OUT, row.bytesOut());
    all.put(Unit.EVENT_OUT, (long) row.eventsOut());
    all.put(Unit.MAIL, (long) row.mails());
    all.put(Unit.PUSH, (long) row.pushes());
    all.put(Unit.STREAM_MS, row.streamMs());
    return all;
  }
}
