package dev.perennial.reminderscheduler;

import dev.perennial.api.idempotency.IdempotencyStore;
import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import dev.perennial.events.ListEvent;
import dev.perennial.events.ProfileEvent;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.events.TaskEvent;
import dev.perennial.reminders.store.PlanStore;
import dev.perennial.runtime.ledger.ExternalEffectHandler;
import dev.perennial.runtime.ledger.Unprocessable;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.time.InstantSource;

/** Keeps reminders by what happens to tasks and people, and hands them on when a clock rings. */
final class ReminderScheduler implements ExternalEffectHandler {

  private static final String PING = "dev.knative.sources.ping";
  private static final String ALARM = "/pingsources/reminder-alarm";
  private static final String MAINTENANCE = "/pingsources/maintenance";

  private final PlanStore plans;
  private final Rings rings;
  private final IdempotencyStore answers;
  private final InstantSource clock;

  ReminderScheduler(PlanStore plans, Rings rings, IdempotencyStore answers, InstantSource clock) {
    this.plans = plans;
    this.rings = rings;
    this.answers = answers;
    this.clock = clock;
  }

  /** Claims are committed by themselves, so that none waits for what else a ring is for. */
  @Override
  public void execute(CloudEvent event) {
    if (isRing(event)) {
      rings.tellWhatIsDue();
      if (isOf(event, MAINTENANCE)) {
        rings.tellAgain();
      }
    }
  }

  private static boolean isRing(CloudEvent event) {
    return event.getType().equals(PING);
  }

  @Override
  public void handle(CloudEvent event) {
    if (isRing(event)) {
      ring(event);
      return;
    }
    var type = EventType.of(event.getType()).orElseThrow(() -> unexpected(event));
    switch (type) {
      case TASK_SCHEDULED, TASK_UPDATED, TASK_COMPLETED, TASK_SKIPPED, TASK_REOPENED ->
          plans.hear(data(event, TaskEvent.class), false, happenedAt(event));
      case TASK_DELETED -> plans.hear(data(event, TaskEvent.class), true, happenedAt(event));
      case LIST_SHARED, LIST_UNSHARED ->
          plans.hear(data(event, ListEvent.class).list(), happenedAt(event));
      case PROFILE_UPDATED ->
          plans.hear(data(event, ProfileEvent.class).profile(), happenedAt(event));
      case PROFILE_DELETED -> forget(data(event, ProfileEvent.class).profile());
      default -> throw unexpected(event);
    }
  }

  private void forget(ProfileSnapshot gone) {
    plans.forget(gone);
    answers.forget(gone.userId());
  }

  private void ring(CloudEvent event) {
    if (isOf(event, ALARM)) {
      rings.ofAlarm();
    } else if (isOf(event, MAINTENANCE)) {
      rings.ofMaintenance();
    } else {
      throw new Unprocessable("there is no clock " + event.getSource().getPath());
    }
  }

  private static boolean isOf(CloudEvent ring, String clock) {
    return ring.getSource().getPath().endsWith(clock);
  }

  private static <T> T data(CloudEvent event, Class<T> payload) {
    var data = event.getData();
    if (data == null) {
      throw new Unprocessable("the event has no data");
    }
    return EventJson.read(data.toBytes(), payload);
  }

  /** Not when it arrives: what has come due since is still to be told. */
  private Instant happenedAt(CloudEvent event) {
    return event.getTime() == null ? clock.instant() : event.getTime().toInstant();
  }

  private static Unprocessable unexpected(CloudEvent event) {
    return new Unprocessable("nothing is done here about " + event.getType());
  }
}
