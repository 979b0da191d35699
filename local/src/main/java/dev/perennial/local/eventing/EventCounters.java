package dev.perennial.local.eventing;

import java.util.concurrent.atomic.LongAdder;

/** Counts the events of one egress since its start. */
record EventCounters(LongAdder read, LongAdder delivered, LongAdder deadLettered) {

  EventCounters() {
    this(new LongAdder(), new LongAdder(), new LongAdder());
  }
}
