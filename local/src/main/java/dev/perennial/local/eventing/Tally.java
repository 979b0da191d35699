package dev.perennial.local.eventing;

import java.util.concurrent.atomic.LongAdder;

/** What went through one egress since it started. */
record Tally(LongAdder read, LongAdder delivered, LongAdder deadLettered) {

  Tally() {
    this(new LongAdder(), new LongAdder(), new LongAdder());
  }
}
