package dev.perennial.e2e.bench;

/** What the figures of a run are compared with; each is measured in the same run. */
enum Yardstick {
  /** Two inserts a transaction, by pgbench over 16 connections. */
  TRANSACTIONS("transactions of two inserts by 16 connections", "a second"),
  /** The same, one transaction at a time. */
  TRANSACTION("one transaction of two inserts", "ms"),
  /** CPU of all Postgres processes for one of them. */
  TRANSACTION_CPU("CPU of Postgres for one of them", "ms"),
  /** From process start to the first committed event of {@link BareServer}. */
  BARE_START("start of the bare server", "ms"),
  BARE_MEMORY("resident memory of the bare server after one event", "MB"),
  /** The same work on a hundredth of the rows. */
  FEW_ROWS("the same with a hundredth of the rows", "ms"),
  NONE("", "");

  private final String text;
  private final String unit;

  Yardstick(String text, String unit) {
    this.text = text;
    this.unit = unit;
  }

  String text() {
    return text;
  }

  String unit() {
    return unit;
  }
}
