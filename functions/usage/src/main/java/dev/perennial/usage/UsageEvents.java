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
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * Rates on each hourly timer event, reports what was used, freezes the invoices of months that have
 * ended, and reports budgets that are reached. Looks at a budget as soon as a function has recorded
 * what may reach a threshold of it. Replaces the name of a person who erased themself, if task-api
 * confirms it.
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
      rateAll();
    } else if (event.getType().equals(EventType.SPENDING_RECORDED.type())) {
      check(owner(event));
    } else if (event.getType().equals(EventType.PROFILE_DELETED.type())) {
      forget(event);
    } else {
      throw new Unprocessable("usage processes no events of the type " + event.getType());
    }
  }

  private void rateAll() {
    rating.maintain();
    budgets.storePrices();
    Map<String, BigDecimal> accrued = budgets.accrued();
    rating.run();
    reporting.run();
    freezing.run();
    budgets.check(accrued);
  }

  private void check(String owner) {
    Map<String, BigDecimal> accrued = budgets.accrued(owner);
    if (!accrued.isEmpty()) {
      rating.run();
      budgets.check(accrued);
    }
  }

  private void forget(CloudEvent deleted) {
    String person = owner(deleted);
    if (deleted.getTime() == null) {
      throw new Unprocessable("the event has no time");
    }
    var reportedAt = deleted.getTime().withOffsetSameInstant(ZoneOffset.UTC).toInstant();
    rating.forget(person, erasures.confirm(person, reportedAt));
  }

  private static String owner(CloudEvent event) {
    if (event.getExtension("owner") instanceof String owner) {
      return owner;
    }
    throw new Unprocessable("the event has no extension owner");
  }

  /** An hour is rebuilt under a lock, which others must not wait for in a shared transaction. */
  @Override
  public boolean joinsGroup(CloudEvent event) {
    return event.getType().equals(EventType.PROFILE_DELETED.type());
  }
}
