package dev.perennial.reminderscheduler;

import dev.perennial.api.idempotency.IdempotencyStore;
import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import dev.perennial.events.ListEvent;
import dev.perennial.events.ProfileEvent;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.events.TaskEvent;
import dev.perennial.reminderscheduler.due.Confirmations;
import dev.perennial.reminderscheduler.plan.PlanStore;
import dev.perennial.reminderscheduler.plan.TaskChange;
import dev.perennial.runtime.ledger.GroupHandler;
import dev.perennial.runtime.ledger.ParkedEvents;
import dev.perennial.runtime.ledger.PreTransactionHandler;
import dev.perennial.runtime.ledger.RecordedErasures;
import dev.perennial.runtime.ledger.Unprocessable;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Plans reminders when tasks, lists and profiles change, and sends what is due when a timer fires.
 * Erases a user who was deleted, if task-api confirms it. Only timer events have work before the
 * ledger's transaction.
 */
final class ReminderScheduler implements PreTransactionHandler, GroupHandler {

  private static final Set<EventType> TASK_CHANGES =
      EnumSet.of(
          EventType.TASK_SCHEDULED,
          EventType.TASK_UPDATED,
          EventType.TASK_COMPLETED,
          EventType.TASK_SKIPPED,
          EventType.TASK_REOPENED,
          EventType.TASK_DELETED,
          EventType.TASK_RESTORED);

  private final PlanStore plans;
  private final Confirmations confirmations;
  private final TimerJobs timers;
  private final IdempotencyStore responses;
  private final ParkedEvents parked;
  private final RecordedErasures erasures;
  private final InstantSource clock;

  ReminderScheduler(
      PlanStore plans,
      Confirmations confirmations,
      TimerJobs timers,
      IdempotencyStore responses,
      ParkedEvents parked,
      RecordedErasures erasures,
      InstantSource clock) {
    this.plans = plans;
    this.confirmations = confirmations;
    this.timers = timers;
    this.responses = responses;
    this.parked = parked;
    this.erasures = erasures;
    this.clock = clock;
  }

  /** Events of tasks; those of lists, profiles and timers lock many rows in another order. */
  @Override
  public boolean joinsGroup(CloudEvent event) {
    return isOfTask(event);
  }

  @Override
  public void handleAll(List<CloudEvent> ofTasks) {
    plans.applyAll(ofTasks.stream().map(this::taskChange).toList());
  }

  @Override
  public boolean hasWorkBeforeTransaction(CloudEvent event) {
    return TimerJobs.isTick(event);
  }

  @Override
  public void beforeTransaction(CloudEvent tick) {
    timers.send(tick);
  }

  @Override
  public void handle(CloudEvent event) {
    if (TimerJobs.isTick(event)) {
      timers.maintain(event);
      return;
    }
    if (isOfTask(event)) {
      handleAll(List.of(event));
      return;
    }
    EventType type = EventType.of(event.getType()).orElseThrow(() -> unexpected(event));
    switch (type) {
      case LIST_SHARED, LIST_UNSHARED ->
          plans.apply(data(event, ListEvent.class).list(), happenedAt(event));
      case PROFILE_UPDATED -> apply(data(event, ProfileEvent.class).profile(), happenedAt(event));
      case PROFILE_DELETED ->
          erase(data(event, ProfileEvent.class).profile().userId(), happenedAt(event));
      default -> throw unexpected(event);
    }
  }

  private void apply(ProfileSnapshot profile, Instant happenedAt) {
    if (plans.apply(profile, happenedAt)) {
      confirmations.handOn(profile);
    }
  }

  private static boolean isOfTask(CloudEvent event) {
    return EventType.of(event.getType()).filter(TASK_CHANGES::contains).isPresent();
  }

  private TaskChange taskChange(CloudEvent event) {
    boolean isDeleted = event.getType().equals(EventType.TASK_DELETED.type());
    return new TaskChange(data(event, TaskEvent.class), isDeleted, happenedAt(event));
  }

  private void erase(String user, Instant reportedAt) {
    Instant erasedAt = erasures.confirm(user, reportedAt);
    plans.erase(user, erasedAt);
    responses.erase(user);
    parked.erase(user, erasedAt);
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
