package dev.perennial.reminderscheduler.maintenance;

import dev.perennial.runtime.ledger.EventHandler;
import dev.perennial.runtime.ledger.Sweep;
import io.cloudevents.CloudEvent;

/**
 * Handles the maintenance timer's events for all functions: deletes expired ledger entries, parked
 * events and idempotency keys. It does not use the rest of the function.
 */
public final class RuntimeMaintenance implements EventHandler {

  private final Sweep sweep;

  public RuntimeMaintenance(Sweep sweep) {
    this.sweep = sweep;
  }

  @Override
  public void handle(CloudEvent tick) {
    sweep.run();
  }
}
