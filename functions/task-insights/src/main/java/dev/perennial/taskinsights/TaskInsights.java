package dev.perennial.taskinsights;

import dev.perennial.events.Envelope;
import dev.perennial.events.EventType;
import dev.perennial.events.ProfileEvent;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.events.TaskEvent;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.runtime.ledger.EventData;
import dev.perennial.runtime.ledger.GroupHandler;
import dev.perennial.runtime.ledger.RecordedErasures;
import dev.perennial.runtime.ledger.Unprocessable;
import dev.perennial.taskinsights.history.Fact;
import dev.perennial.taskinsights.history.Fact.People;
import dev.perennial.taskinsights.store.InsightStore;
import dev.perennial.taskinsights.store.InsightStore.ProfileFact;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds the facts of task events, the zone and goals of profiles, and deletes what is stored of a
 * person who was deleted, if task-api confirms it. Task events that wait at the same time share
 * statements; events of profiles are handled alone, because they lock in another order.
 */
final class TaskInsights implements GroupHandler {

  private final InsightStore store;
  private final RecordedErasures erasures;

  TaskInsights(InsightStore store, RecordedErasures erasures) {
    this.store = store;
    this.erasures = erasures;
  }

  @Override
  public boolean joinsGroup(CloudEvent event) {
    return !isOf(event, EventType.PROFILE_UPDATED) && !isOf(event, EventType.PROFILE_DELETED);
  }

  @Override
  public void handleAll(List<CloudEvent> events) {
    events.stream().filter(event -> !joinsGroup(event)).forEach(this::handleProfile);
    var facts = events.stream().filter(this::joinsGroup).map(TaskInsights::fact).toList();
    if (!facts.isEmpty()) {
      store.add(facts);
    }
  }

  private void handleProfile(CloudEvent event) {
    var profile = EventData.read(event, ProfileEvent.class).profile();
    if (isOf(event, EventType.PROFILE_DELETED)) {
      store.forget(profile.userId(), erasures.confirm(profile.userId(), time(event)));
    } else {
      store.add(fact(profile));
    }
  }

  private static boolean isOf(CloudEvent event, EventType type) {
    return event.getType().equals(type.type());
  }

  private static ProfileFact fact(ProfileSnapshot profile) {
    return new ProfileFact(
        profile.userId(),
        profile.version(),
        profile.updatedAt(),
        text(profile.zone()),
        text(profile.dayStartsAt()),
        profile.dailyGoal(),
        profile.weeklyGoal());
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static Fact fact(CloudEvent event) {
    EventType type =
        EventType.of(event.getType())
            .orElseThrow(() -> new Unprocessable("unknown type " + event.getType()));
    TaskSnapshot task = EventData.read(event, TaskEvent.class).task();
    return new Fact(
        task.id(),
        task.version(),
        type.shortName(),
        time(event),
        new People(
            Envelope.ownerOf(event), Envelope.actorOf(event), task.createdBy(), task.assignee()),
        task.listId(),
        task.tags(),
        task.priority(),
        task.due(),
        task.status(),
        task.status() == TaskSnapshot.Status.SKIPPED ? task.skippedAt() : task.completedAt(),
        null,
        task.createdAt(),
        task.seriesId(),
        task.occurrenceNumber(),
        type == EventType.TASK_DELETED);
  }

  private static Instant time(CloudEvent event) {
    var time = event.getTime();
    if (time == null) {
      throw new Unprocessable("the event has no time");
    }
    return time.toInstant();
  }
}
