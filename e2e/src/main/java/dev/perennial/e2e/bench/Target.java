package dev.perennial.e2e.bench;

/** What Perennial has to reach on two cores, with all of its parts on them. */
enum Target {
  COMPLETION_CPU(
      "CPU of one completion among 1,000 at once",
      "ms",
      Yardstick.TRANSACTION_CPU,
      Limit.AT_MOST,
      12),
  ALL_NEXT(
      "1,000 completed at once: all next tasks there",
      "ms",
      Yardstick.TRANSACTION,
      Limit.AT_MOST,
      6_000),
  ALL_PROCESSED(
      "1,000 completed at once: all processed", "ms", Yardstick.TRANSACTION, Limit.AT_MOST, 10_000),
  JOURNEY_CPU(
      "CPU of create, complete, next, warm", "ms", Yardstick.TRANSACTION_CPU, Limit.AT_MOST, 45),
  EVENTS("Events of one function", "a second", Yardstick.TRANSACTIONS, Limit.RATIO_AT_LEAST, 0.45),
  BARE_EVENTS("Events of bare", "a second", Yardstick.TRANSACTIONS, Limit.NONE, 0),
  SMALL_JOB_EVENTS("Events of the small job", "a second", Yardstick.TRANSACTIONS, Limit.NONE, 0),
  QUARKUS_EVENTS("Events of Quarkus Funqy", "a second", Yardstick.TRANSACTIONS, Limit.NONE, 0),
  NEXT("Complete to next, warm, p50", "ms", Yardstick.TRANSACTION, Limit.AT_MOST, 20),
  NEXT_P95("Complete to next, warm, p95", "ms", Yardstick.TRANSACTION, Limit.AT_MOST, 35),
  NEXT_FROM_ZERO(
      "Complete to next, from zero, p50", "ms", Yardstick.BARE_START, Limit.AT_MOST, 1_500),
  NEXT_FROM_ZERO_WORST(
      "Complete to next, from zero, worst", "ms", Yardstick.BARE_START, Limit.AT_MOST, 2_000),
  SCREEN_FROM_ZERO(
      "Change to screen, from zero, p50", "ms", Yardstick.BARE_START, Limit.AT_MOST, 1_200),
  SCREEN_FROM_ZERO_WORST(
      "Change to screen, from zero, worst", "ms", Yardstick.BARE_START, Limit.AT_MOST, 1_800),
  EVENT_START(
      "Cold start, slowest of the events", "ms", Yardstick.BARE_START, Limit.RATIO_AT_MOST, 2.2),
  API_START(
      "Cold start, slowest of the APIs", "ms", Yardstick.BARE_START, Limit.RATIO_AT_MOST, 3.2),
  SMALL_JOB_START(
      "Cold start of the small job", "ms", Yardstick.BARE_START, Limit.RATIO_AT_MOST, 1.8),
  QUARKUS_START("Cold start of Quarkus Funqy", "ms", Yardstick.BARE_START, Limit.NONE, 0),
  FIRST_MEMORY(
      "Resident after the first event, largest", "MB", Yardstick.BARE_MEMORY, Limit.AT_MOST, 110),
  MEMORY("Resident after 2,000 events, largest", "MB", Yardstick.BARE_MEMORY, Limit.AT_MOST, 140),
  REMINDERS("1,000 reminders of one instant, late by", "ms", Yardstick.NONE, Limit.AT_MOST, 10_000),
  AUDIT("Audit entries into one chain", "a second", Yardstick.TRANSACTIONS, Limit.AT_LEAST, 2_000),
  STREAM("Memory of one stream", "KB", Yardstick.NONE, Limit.AT_MOST, 25),
  STREAMS("Resident with 10,000 streams", "MB", Yardstick.NONE, Limit.AT_MOST, 512),
  LIST_GROWTH("List of 50", "ms", Yardstick.FEW_ROWS, Limit.RATIO_AT_MOST, 1.1),
  BATCH_GROWTH("Batch of 100", "ms", Yardstick.FEW_ROWS, Limit.RATIO_AT_MOST, 1.1),
  CLAIM_GROWTH("Claim of 500 reminders", "ms", Yardstick.FEW_ROWS, Limit.RATIO_AT_MOST, 1.1),
  FEED_GROWTH("Page of 100 of a feed", "ms", Yardstick.FEW_ROWS, Limit.RATIO_AT_MOST, 1.1),
  AUDIT_GROWTH(
      "Page of 100 of the audit trail", "ms", Yardstick.FEW_ROWS, Limit.RATIO_AT_MOST, 1.1);

  private final String text;
  private final String unit;
  private final Yardstick yardstick;
  private final Limit kind;
  private final double limit;

  Target(String text, String unit, Yardstick yardstick, Limit kind, double limit) {
    this.text = text;
    this.unit = unit;
    this.yardstick = yardstick;
    this.kind = kind;
    this.limit = limit;
  }

  String text() {
    return text;
  }

  String unit() {
    return unit;
  }

  Yardstick yardstick() {
    return yardstick;
  }

  /** The limit in words; empty if there is none. */
  String limit() {
    return kind.text(limit);
  }

  boolean isReached(double value, double ratio) {
    return kind.isReached(limit, value, ratio);
  }
}
