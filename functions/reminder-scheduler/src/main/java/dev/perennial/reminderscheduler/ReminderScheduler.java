package dev.perennial.reminderscheduler;

import dev.perennial.api.idempotency.IdempotencyStore;
import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import dev.perennial.events.ListEvent;
import dev.perennial.events.ProfileEvent;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.events.TaskEvent;
import dev.perennial.reminderscheduler.plan.PlanStore;
import dev.perennial.runtime.ledger.ExternalEffectHandler;
import dev.perennial.runtime.ledger.Unprocessable;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Plans reminders when tasks, lists and profiles change, and sends what is due when a timer fires.
 * Only timer events have work outside the ledger's transaction.
 */
final class ReminderScheduler implements ExternalEffectHandler {

  private final PlanStore plans;
  private final TimerJobs timers;
  private final IdempotencyStore responses;
  private final InstantSource clock;

  ReminderScheduler(
      PlanStore plans, TimerJobs timers, IdempotencyStore responses, InstantSource clock) {
    this.plans = plans;
    this.timers = timers;
    this.responses = responses;
    this.clock = clock;
  }

  @Override
  public boolean hasExternalEffect(CloudEvent event) {
    return TimerJobs.isTick(event);
  }

  @Override
  public void execute(CloudEvent tick) {
    timers.send(tick);
  }

  @Override
  public void handle(CloudEvent event) {
    if (TimerJobs.isTick(event)) {
      timers.maintain(event);
      return;
    }
    EventType type = EventType.of(event.getType()).orElseThrow(() -> unexpected(event));
    switch (type) {
      case TASK_SCHEDULED, TASK_UPDATED, TASK_COMPLETED, TASK_SKIPPED, TASK_REOPENED ->
          plans.apply(data(event, TaskEvent.class), false, happenedAt(event));
      case TASK_DELETED -> plans.apply(data(event, TaskEvent.class), true, happenedAt(event));
      case LIST_SHARED, LIST_UNSHARED ->
          plans.apply(data(event, ListEvent.class).list(), happenedAt(event));
      case PROFILE_UPDATED ->
          plans.apply(data(event, ProfileEvent.class).profile(), happenedAt(event));
      case PROFILE_DELETED -> erase(data(event, ProfileEvent.class).profile());
      default -> throw unexpected(event);
    }
  }

  private void erase(ProfileSnapshot profile) {
    plans.erase(profile);
    responses.erase(profile.userId());
  }

  private static <T> T data(CloudEvent event, Class<T> payload) {
    CloudEventData data = event.getData();
    if (data == null) {
      throw new Unprocessable("the event has no data");
    }
    return EventJson.read(data.toBytes(), payload);
  }

  /** Not the time of arrival: reminders that were due between the two are still sent. */
  private Instant happenedAt(CloudEvent event) {
    return event.getTime() == null ? clock.instant() : event.getTime().toInstant();
  }

  private static Unprocessable unexpected(CloudEvent event) {
    return new Unprocessable("this function does not handle events of type " + event.getType());
  }
}
