package dev.perennial.reminders;

import dev.perennial.events.Due;
import dev.perennial.events.ListSnapshot;
import dev.perennial.events.ListSnapshot.Member;
import dev.perennial.events.ListSnapshot.Role;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.events.QuietHours;
import dev.perennial.events.Reminder;
import dev.perennial.events.TaskEvent;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.events.TaskSnapshot.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tasks, people and lists as they are in events. */
public final class Fixtures {

  public static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  public static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  public static final LocalTime NOON = LocalTime.of(12, 0);

  private Fixtures() {}

  public static Reminder before(String duration) {
    return new Reminder(Duration.parse(duration), null, null);
  }

  public static Reminder at(String local, @Nullable ZoneId zone) {
    return new Reminder(null, LocalDateTime.parse(local), zone);
  }

  public static Due due(String local, @Nullable ZoneId zone) {
    var at = LocalDateTime.parse(local);
    return new Due(at.toLocalDate(), at.toLocalTime(), zone);
  }

  public static Due due(Instant instant) {
    var local = instant.atOffset(ZoneOffset.UTC);
    return new Due(local.toLocalDate(), local.toLocalTime(), ZoneId.of("UTC"));
  }

  /** An open task that this user has created and may see, without a due date. */
  public static TaskFixture task(UUID id, String user) {
    return new TaskFixture(
        id, new UUID(0, 1), 1, Status.OPEN, null, null, null, user, List.of(user));
  }

  public static ProfileSnapshot profile(String user, long version, @Nullable ZoneId zone) {
    return profile(user, version, zone, null, null, null, null);
  }

  public static ProfileSnapshot profile(
      String user,
      long version,
      @Nullable ZoneId zone,
      @Nullable List<Reminder> defaults,
      @Nullable LocalTime allDayTime,
      @Nullable QuietHours quietHours,
      @Nullable LocalTime digestTime) {
    return profile(user, version, zone, defaults, allDayTime, quietHours, digestTime, NOW);
  }

  public static ProfileSnapshot profile(
      String user,
      long version,
      @Nullable ZoneId zone,
      @Nullable List<Reminder> defaults,
      @Nullable LocalTime allDayTime,
      @Nullable QuietHours quietHours,
      @Nullable LocalTime digestTime,
      Instant updatedAt) {
    return new ProfileSnapshot(
        user,
        null,
        zone,
        null,
        null,
        null,
        null,
        defaults,
        allDayTime,
        null,
        quietHours,
        digestTime,
        null,
        null,
        null,
        version,
        updatedAt);
  }

  public static ListSnapshot list(UUID id, long version, String... members) {
    var all = List.of(members).stream().map(user -> new Member(user, Role.EDITOR)).toList();
    return new ListSnapshot(id, "Home", members[0], false, all, version, NOW, NOW);
  }

  /** Builds the snapshot and the event of a task. */
  public record TaskFixture(
      UUID id,
      UUID listId,
      long version,
      Status status,
      @Nullable Due due,
      @Nullable List<Reminder> reminders,
      @Nullable String assignee,
      @Nullable String createdBy,
      List<String> audience) {

    public TaskFixture version(long other) {
      return new TaskFixture(
          id, listId, other, status, due, reminders, assignee, createdBy, audience);
    }

    public TaskFixture status(Status other) {
      return new TaskFixture(
          id, listId, version, other, due, reminders, assignee, createdBy, audience);
    }

    public TaskFixture due(@Nullable Due other) {
      return new TaskFixture(
          id, listId, version, status, other, reminders, assignee, createdBy, audience);
    }

    public TaskFixture reminders(Reminder first, Reminder... more) {
      return reminders(Stream.concat(Stream.of(first), Stream.of(more)).toList());
    }

    public TaskFixture withoutReminders() {
      return reminders(List.of());
    }

    /** Null for the person's default reminders. */
    public TaskFixture reminders(@Nullable List<Reminder> all) {
      return new TaskFixture(id, listId, version, status, due, all, assignee, createdBy, audience);
    }

    public TaskFixture assignee(String other) {
      return new TaskFixture(
          id, listId, version, status, due, reminders, other, createdBy, audience);
    }

    public TaskFixture in(UUID otherList) {
      return new TaskFixture(
          id, otherList, version, status, due, reminders, assignee, createdBy, audience);
    }

    public TaskFixture seenBy(String... users) {
      return new TaskFixture(
          id, listId, version, status, due, reminders, assignee, createdBy, List.of(users));
    }

    public TaskSnapshot snapshot() {
      return new TaskSnapshot(
          id,
          listId,
          "Water",
          null,
          Priority.NONE,
          List.of(),
          due,
          reminders,
          assignee,
          createdBy,
          status,
          status == Status.COMPLETED ? NOW : null,
          status == Status.SKIPPED ? NOW : null,
          null,
          null,
          null,
          null,
          version,
          NOW,
          NOW);
    }

    public TaskEvent event() {
      return new TaskEvent(snapshot(), Map.of(), audience, null, null);
    }
  }
}
