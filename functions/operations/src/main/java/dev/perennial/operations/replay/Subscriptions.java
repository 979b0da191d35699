package dev.perennial.operations.replay;

import dev.perennial.events.EventType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which events the Triggers of the functions deliver, as in {@code eventing/*.yaml}. */
public final class Subscriptions {

  /** The topics that the Broker's events come from. */
  static final Set<String> TOPICS =
      Set.of(EventType.TASK_CREATED.topic(), EventType.REMINDER_DUE.topic());

  private static final Set<EventType> EVERYTHING =
      Arrays.stream(EventType.values())
          .filter(type -> TOPICS.contains(type.topic()))
          .collect(Collectors.toCollection(() -> EnumSet.noneOf(EventType.class)));

  private static final Map<String, Set<EventType>> TYPES =
      Map.of(
          "on-completed-recurrence",
          Set.of(EventType.TASK_COMPLETED, EventType.TASK_SKIPPED),
          "audit-sink",
          EVERYTHING,
          "reminder-dispatch",
          Set.of(EventType.REMINDER_DUE, EventType.BUDGET_REACHED),
          "reminder-scheduler",
          Set.of(
              EventType.TASK_SCHEDULED,
              EventType.TASK_UPDATED,
              EventType.TASK_COMPLETED,
              EventType.TASK_SKIPPED,
              EventType.TASK_REOPENED,
              EventType.TASK_DELETED,
              EventType.TASK_RESTORED,
              EventType.LIST_SHARED,
              EventType.LIST_UNSHARED,
              EventType.PROFILE_UPDATED,
              EventType.PROFILE_DELETED),
          "sync-push",
          EVERYTHING,
          "task-insights",
          Set.of(
              EventType.TASK_CREATED,
              EventType.TASK_UPDATED,
              EventType.TASK_COMPLETED,
              EventType.TASK_SKIPPED,
              EventType.TASK_REOPENED,
              EventType.TASK_DELETED,
              EventType.TASK_RESTORED,
              EventType.PROFILE_UPDATED,
              EventType.PROFILE_DELETED),
          "usage",
          Set.of(EventType.PROFILE_DELETED),
          "operations",
          Set.of(EventType.PROFILE_DELETED));

  private Subscriptions() {}

  /** The functions that get events of topics, in alphabetical order. */
  public static List<String> functions() {
    return TYPES.keySet().stream().sorted().toList();
  }

  /** The types of the events that this function gets; empty if there is no such function. */
  public static Set<EventType> of(String function) {
    return TYPES.getOrDefault(function, Set.of());
  }
}
