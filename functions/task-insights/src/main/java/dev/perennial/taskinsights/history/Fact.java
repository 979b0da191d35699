package dev.perennial.taskinsights.history;

import dev.perennial.events.Due;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.events.TaskSnapshot.Status;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state of a task after one of its events. Texts that a user wrote are not part of it, except
 * tags.
 *
 * @param type of the event, such as {@code task.completed}, or {@link #FILLED}
 * @param at when the event happened at its source
 * @param people the users whom the task concerns
 * @param closedAt when it was completed or skipped; null while it is open
 * @param closedZone the zone in which it was closed; null if the profile of that time tells
 * @param number of the occurrence in its series; null without a series
 * @param deleted whether the event deleted the task
 */
public record Fact(
    UUID taskId,
    long version,
    String type,
    Instant at,
    People people,
    UUID listId,
    List<String> tags,
    Priority priority,
    @Nullable Due due,
    Status status,
    @Nullable Instant closedAt,
    @Nullable ZoneId closedZone,
    Instant createdAt,
    @Nullable UUID seriesId,
    @Nullable Integer number,
    boolean deleted) {

  /** The type of a fact that was read from the task, not from an event. */
  public static final String FILLED = "filled";

  /** Older states first. Of one version, what was read from the task is last. */
  public static final Comparator<Fact> IN_ORDER =
      Comparator.comparingLong(Fact::version)
          .thenComparing(fact -> fact.type.equals(FILLED))
          .thenComparing(Fact::type);

  /**
   * The users whom a task concerns. Each is null if they have erased themself.
   *
   * @param owner of the list
   * @param actor who caused the event
   * @param author who created the task or its series; null if that is not known
   * @param assignee null if the task has none
   */
  public record People(
      @Nullable String owner,
      @Nullable String actor,
      @Nullable String author,
      @Nullable String assignee) {}

  public Fact {
    tags = List.copyOf(tags);
  }
}
