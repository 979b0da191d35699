package dev.perennial.taskinsights.history;

import dev.perennial.events.Due;
import dev.perennial.events.TaskSnapshot.Status;
import dev.perennial.taskinsights.history.Entry.Kind;
import dev.perennial.taskinsights.history.Fact.People;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The history of one task. What it counts for is a function of its facts, in whatever order they
 * came.
 */
public final class TaskHistory {

  private final List<Fact> facts;
  private final Fact now;

  private TaskHistory(List<Fact> facts) {
    this.facts = facts;
    this.now = facts.getLast();
  }

  /**
   * @param facts of one task, in any order; at least one
   */
  public static TaskHistory of(Collection<Fact> facts) {
    return new TaskHistory(facts.stream().sorted(Fact.IN_ORDER).toList());
  }

  /** Everybody for whom the task may count. */
  public Set<String> people() {
    var all = new TreeSet<String>();
    facts.stream().map(Fact::people).flatMap(TaskHistory::named).forEach(all::add);
    return all;
  }

  private static Stream<String> named(People people) {
    return Stream.of(people.owner(), people.actor(), people.author(), people.assignee())
        .filter(Objects::nonNull);
  }

  /** What the task counts for on the days of this person; empty if for nothing. */
  public List<Entry> entries(String person, PersonDays days) {
    return Stream.of(created(person, days), completed(person, days), due(person, days))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Occurrences after the first one of a series were made by its rule, not by a person. */
  private Optional<Entry> created(String person, PersonDays days) {
    boolean isMadeByRule = now.number() != null && now.number() > 1;
    return isMadeByRule || !person.equals(now.people().author())
        ? Optional.empty()
        : Optional.of(
            new Entry(
                person, Kind.CREATED, days.of(now.createdAt(), null), now, null, null, null, null));
  }

  /** Deleting a completed task does not undo what was done. */
  private Optional<Entry> completed(String person, PersonDays days) {
    if (now.status() != Status.COMPLETED || !person.equals(closing().people().actor())) {
      return Optional.empty();
    }
    Instant at = Objects.requireNonNull(now.closedAt());
    return Optional.of(
        new Entry(
            person,
            Kind.COMPLETED,
            days.of(at, closing().closedZone()),
            now,
            seconds(now.createdAt(), at),
            late(at, days),
            null,
            null));
  }

  private @Nullable Long late(Instant at, PersonDays days) {
    Due due = now.due();
    return due == null ? null : seconds(days.overdueFrom(due), at);
  }

  /** The assignee is responsible for what is due; if there is none, the owner of the list. */
  private Optional<Entry> due(String person, PersonDays days) {
    Due due = now.due();
    String assignee = now.people().assignee();
    String responsible = assignee == null ? now.people().owner() : assignee;
    if (due == null || isGone() || !person.equals(responsible)) {
      return Optional.empty();
    }
    Instant closedAt = now.closedAt();
    return Optional.of(
        new Entry(
            person,
            Kind.DUE,
            days.of(due),
            now,
            null,
            null,
            days.overdueFrom(due),
            closedAt == null ? null : days.of(closedAt, closing().closedZone()).day()));
  }

  private boolean isGone() {
    return now.status() == Status.OPEN && facts.stream().anyMatch(this::deletesIt);
  }

  /** An occurrence that was taken back and created again has a higher version. */
  private boolean deletesIt(Fact fact) {
    return fact.deleted() && fact.version() == now.version();
  }

  /** The first fact with the present closing: its actor closed the task. */
  private Fact closing() {
    return facts.stream()
        .filter(fact -> fact.status() == now.status())
        .filter(fact -> Objects.equals(fact.closedAt(), now.closedAt()))
        .findFirst()
        .orElse(now);
  }

  private static long seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toSeconds());
  }
}
