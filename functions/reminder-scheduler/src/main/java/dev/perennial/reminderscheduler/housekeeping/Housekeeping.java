package dev.perennial.reminderscheduler.housekeeping;

import dev.perennial.runtime.ledger.EventHandler;
import dev.perennial.runtime.ledger.Sweep;
import io.cloudevents.CloudEvent;

/**
 * Handles the maintenance timer's events for all functions: deletes expired ledger entries and
 * idempotency keys. It does not use the rest of the function.
 */
public final class Housekeeping implements EventHandler {

  private final Sweep sweep;

  public Housekeeping(Sweep sweep) {
    this.sweep = sweep;
  }

  @Override
  public void handle(CloudEvent tick) {
    sweep.run();
  }
}
