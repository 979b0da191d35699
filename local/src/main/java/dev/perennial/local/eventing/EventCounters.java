package dev.perennial.local.eventing;

import java.util.concurrent.atomic.LongAdder;

/** What went through one egress since it started. */
record EventCounters(LongAdder read, LongAdder delivered, LongAdder deadLettered) {

  EventCounters() {
    this(new LongAdder(), new LongAdder(), new LongAdder());
  }
}
