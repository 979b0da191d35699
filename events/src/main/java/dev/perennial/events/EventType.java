package dev.perennial.events;

import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The types of all events that Perennial publishes. Each has a CloudEvents {@code type}, a topic
 * and a schema.
 */
public enum EventType {
  TASK_CREATED("task.created", Topics.TASK_EVENTS),
  TASK_UPDATED("task.updated", Topics.TASK_EVENTS),
  TASK_COMPLETED("task.completed", Topics.TASK_EVENTS),
  TASK_SKIPPED("task.skipped", Topics.TASK_EVENTS),
  TASK_REOPENED("task.reopened", Topics.TASK_EVENTS),
  TASK_DELETED("task.deleted", Topics.TASK_EVENTS),
  TASK_RESTORED("task.restored", Topics.TASK_EVENTS),
  TASK_SCHEDULED("task.scheduled", Topics.TASK_EVENTS),
  LIST_CREATED("list.created", Topics.TASK_EVENTS),
  LIST_UPDATED("list.updated", Topics.TASK_EVENTS),
  LIST_DELETED("list.deleted", Topics.TASK_EVENTS),
  LIST_SHARED("list.shared", Topics.TASK_EVENTS),
  LIST_UNSHARED("list.unshared", Topics.TASK_EVENTS),
  INVITATION_CREATED("invitation.created", Topics.TASK_EVENTS),
  INVITATION_DECLINED("invitation.declined", Topics.TASK_EVENTS),
  INVITATION_WITHDRAWN("invitation.withdrawn", Topics.TASK_EVENTS),
  PROFILE_UPDATED("profile.updated", Topics.TASK_EVENTS),
  PROFILE_DELETED("profile.deleted", Topics.TASK_EVENTS),
  REMINDER_DUE("reminder.due", Topics.TASK_REMINDERS),
  REMINDER_DELIVERED("reminder.delivered", Topics.TASK_REMINDERS),
  REMINDER_FAILED("reminder.failed", Topics.TASK_REMINDERS),
  REMINDER_EXPIRED("reminder.expired", Topics.TASK_REMINDERS),
  BUDGET_REACHED("budget.reached", Topics.TASK_REMINDERS),
  USAGE_RECORDED("usage.recorded", Topics.USAGE_RECORDS),
  SPENDING_RECORDED("spending.recorded", Topics.BUDGET_CHECKS),
  AUDIT_CHECKPOINT("audit.checkpoint", Topics.AUDIT_CHECKPOINTS),
  REDRIVE_STARTED("redrive.started", Topics.TASK_EVENTS),
  REDRIVE_CHANGED("redrive.changed", Topics.TASK_EVENTS),
  REDRIVE_ADVANCED("redrive.advanced", Topics.REDRIVES),
  REPLAY_STARTED("replay.started", Topics.TASK_EVENTS),
  REPLAY_CHANGED("replay.changed", Topics.TASK_EVENTS),
  REPLAY_ADVANCED("replay.advanced", Topics.REDRIVES),
  LETTERS_DISCARDED("letters.discarded", Topics.TASK_EVENTS),
  LETTERS_RESTORED("letters.restored", Topics.TASK_EVENTS);

  private static final Map<String, EventType> BY_TYPE =
      Arrays.stream(values()).collect(Collectors.toMap(EventType::type, Function.identity()));

  private final String name;
  private final String type;
  private final String topic;
  private final URI schema;
  private final boolean hasListAsPartitionKey;

  EventType(String name, String topic) {
    this.name = name;
    this.type = "dev.perennial." + name + ".v1";
    this.topic = topic;
    this.schema = URI.create("https://perennial.dev/schemas/" + name + ".v1.json");
    this.hasListAsPartitionKey = name.matches("(task|list|invitation)\\..*");
  }

  /** Returns the event type with this CloudEvents {@code type}; empty if it is unknown. */
  public static Optional<EventType> of(String type) {
    return Optional.ofNullable(BY_TYPE.get(type));
  }

  /**
   * Returns the event type with this name, such as {@code task.created}, or with this CloudEvents
   * {@code type}; empty if it is neither.
   */
  public static Optional<EventType> named(String text) {
    return Arrays.stream(values())
        .filter(known -> known.name.equals(text) || known.type.equals(text))
        .findFirst();
  }

  /** The type without prefix and version, such as {@code task.created}. */
  public String shortName() {
    return name;
  }

  /**
   * The CloudEvents {@code type}. A breaking change of the payload increments the version in it.
   */
  public String type() {
    return type;
  }

  public String topic() {
    return topic;
  }

  /** Whether the partition key of these events is the id of a list. */
  public boolean hasListAsPartitionKey() {
    return hasListAsPartitionKey;
  }

  /** The CloudEvents {@code dataschema}. */
  public URI schema() {
    return schema;
  }

  private static final class Topics {
    private static final String TASK_EVENTS = "task-events";
    private static final String TASK_REMINDERS = "task-reminders";
    private static final String USAGE_RECORDS = "usage-records";
    private static final String BUDGET_CHECKS = "budget-checks";
    private static final String AUDIT_CHECKPOINTS = "audit-checkpoints";
    private static final String REDRIVES = "redrives";
  }
}
