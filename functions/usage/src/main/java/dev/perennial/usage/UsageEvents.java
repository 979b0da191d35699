package dev.perennial.usage;

import dev.perennial.events.EventType;
import dev.perennial.runtime.ledger.EventHandler;
import dev.perennial.runtime.ledger.RecordedErasures;
import dev.perennial.runtime.ledger.Unprocessable;
import dev.perennial.usage.budget.Budgets;
import dev.perennial.usage.invoice.Freezing;
import dev.perennial.usage.rating.Rating;
import dev.perennial.usage.rating.Reporting;
import io.cloudevents.CloudEvent;
import java.time.ZoneOffset;

/**
 * Rates on each hourly timer event, reports what was used, freezes the invoices of months that have
 * ended, and reports budgets that are reached. Replaces the name of a person who erased themself,
 * if task-api confirms it.
 */
final class UsageEvents implements EventHandler {

  static final String TICK = "dev.knative.sources.ping";

  private final Rating rating;
  private final Reporting reporting;
  private final Freezing freezing;
  private final Budgets budgets;
  private final RecordedErasures erasures;

  UsageEvents(
      Rating rating,
      Reporting reporting,
      Freezing freezing,
      Budgets budgets,
      RecordedErasures erasures) {
    this.rating = rating;
    this.reporting = reporting;
    this.freezing = freezing;
    this.budgets = budgets;
    this.erasures = erasures;
  }

  @Override
  public void handle(CloudEvent event) {
    if (event.getType().equals(TICK)) {
      rating.maintain();
      rating.run();
      reporting.run();
      freezing.run();
      budgets.run();
    } else if (event.getType().equals(EventType.PROFILE_DELETED.type())) {
      forget(event);
    } else {
      throw new Unprocessable("usage processes no events of the type " + event.getType());
    }
  }

  private void forget(CloudEvent deleted) {
    if (!(deleted.getExtension("owner") instanceof String person) || deleted.getTime() == null) {
      throw new Unprocessable("the event has no extension owner or no time");
    }
    var reportedAt = deleted.getTime().withOffsetSameInstant(ZoneOffset.UTC).toInstant();
    rating.forget(person, erasures.confirm(person, reportedAt));
  }

  /** An hour is rebuilt under a lock, which others must not wait for in a shared transaction. */
  @Override
  public boolean joinsGroup(CloudEvent event) {
    return !event.getType().equals(TICK);
  }
}
