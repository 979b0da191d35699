package dev.perennial.tasks.edit;

import static dev.perennial.events.EventType.TASK_UPDATED;
import static dev.perennial.tasks.Fixtures.ADA;
import static dev.perennial.tasks.Fixtures.DAILY;
import static dev.perennial.tasks.Fixtures.NOON;
import static dev.perennial.tasks.Fixtures.changes;
import static dev.perennial.tasks.Fixtures.dailyTask;
import static dev.perennial.tasks.Fixtures.draft;
import static dev.perennial.tasks.Fixtures.edit;
import static dev.perennial.tasks.Fixtures.openTask;
import static dev.perennial.tasks.Fixtures.timed;
import static dev.perennial.tasks.Fixtures.types;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.Change;
import dev.perennial.events.Due;
import dev.perennial.events.TaskSnapshot.Status;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.task.Content;
import dev.perennial.tasks.task.Draft;
import dev.perennial.tasks.task.Field;
import dev.perennial.tasks.task.Task;
import java.time.Instant;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Commands of offline devices arrive later than they happened. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConcurrentEditsTest {

  private static final Due DUE = timed("2026-03-05", "10:00", "Europe/Berlin");

  /** A write of one field by a device, at its time. */
  record Write(Field field, String value, Instant at) {

    Task on(Task task) {
      var content = task.content();
      var draft =
          field == Field.TITLE
              ? draft(value, content.due(), task.rule())
              : new Draft(Descriptions.of(content, value), task.rule());
      return EditTask.edit(task, edit(draft, field), happened(at)).task();
    }
  }

  @Test
  void both_keep_their_change_if_they_changed_different_fields() {
    var phone =
        EditTask.edit(openTask(), edit(draft("Cacti", null, null), Field.TITLE), happened(10))
            .task();

    var both = EditTask.edit(phone, edit(draft(DUE, null), Field.DUE), happened(5)).task();

    assertThat(both.content().title()).isEqualTo("Cacti");
    assertThat(both.content().due()).isEqualTo(DUE);
  }

  @Test
  void the_later_write_of_a_field_wins_when_it_arrives_first() {
    var later =
        EditTask.edit(openTask(), edit(draft("Later", null, null), Field.TITLE), happened(10))
            .task();

    var earlier =
        EditTask.edit(later, edit(draft("Earlier", null, null), Field.TITLE), happened(5));

    assertThat(earlier.task().content().title()).isEqualTo("Later");
    assertThat(types(earlier)).containsExactly(TASK_UPDATED);
    assertThat(changes(earlier))
        .isEqualTo(Map.of("title", new Change("Later", "Later", "Earlier")));
  }

  @Test
  void the_later_write_of_a_field_wins_when_it_arrives_last() {
    var earlier =
        EditTask.edit(openTask(), edit(draft("Earlier", null, null), Field.TITLE), happened(5))
            .task();

    var later = EditTask.edit(earlier, edit(draft("Later", null, null), Field.TITLE), happened(10));

    assertThat(later.task().content().title()).isEqualTo("Later");
    assertThat(changes(later)).isEqualTo(Map.of("title", new Change("Earlier", "Later")));
  }

  @Test
  void writing_the_current_value_counts_as_a_write() {
    var same =
        EditTask.edit(
            openTask(), edit(draft("Water the ferns", null, null), Field.TITLE), happened(10));

    var earlier =
        EditTask.edit(same.task(), edit(draft("Earlier", null, null), Field.TITLE), happened(5));

    assertThat(same.events()).isEmpty();
    assertThat(earlier.task().content().title()).isEqualTo("Water the ferns");
  }

  @Test
  void a_rule_is_one_field_and_can_be_lost() {
    var task = dailyTask();
    var ended =
        EditTask.edit(task, edit(draft(task.content().due(), null), Field.RECURRENCE), happened(10))
            .task();

    var late =
        EditTask.edit(
            ended, edit(draft(task.content().due(), DAILY), Field.RECURRENCE), happened(5));

    assertThat(late.task().rule()).isNull();
    assertThat(changes(late)).isEqualTo(Map.of("recurrence", new Change(null, null, DAILY)));
  }

  @Test
  void a_completion_before_a_reopening_stays_undone() {
    var reopened =
        ReopenTask.reopen(
                CloseTask.complete(openTask(), UTC, happened(1)).task(), null, null, happened(10))
            .task();

    var late = CloseTask.complete(reopened, UTC, happened(5));

    assertThat(late.task().isOpen()).isTrue();
    assertThat(changes(late))
        .isEqualTo(Map.of("status", new Change(Status.OPEN, Status.OPEN, Status.COMPLETED)));
  }

  @Property
  void the_order_of_arrival_does_not_matter(
      @ForAll("writes") Write one, @ForAll("writes") Write other, @ForAll("writes") Write third) {
    var task = openTask();

    var there = third.on(other.on(one.on(task))).content();
    var elsewhere = one.on(third.on(other.on(task))).content();

    if (!one.at().equals(other.at())
        && !other.at().equals(third.at())
        && !third.at().equals(one.at())) {
      assertThat(there).isEqualTo(elsewhere);
    }
  }

  @Provide
  Arbitrary<Write> writes() {
    return Combinators.combine(
            Arbitraries.of(Field.TITLE, Field.DESCRIPTION),
            Arbitraries.of("a", "b", "c"),
            Arbitraries.integers().between(0, 20))
        .as((field, value, seconds) -> new Write(field, value, NOON.plusSeconds(seconds)));
  }

  private static Command happened(int seconds) {
    return happened(NOON.plusSeconds(seconds));
  }

  private static Command happened(Instant at) {
    return new Command(ADA, null, NOON.plusSeconds(60), at);
  }

  private static final class Descriptions {
    static Content of(Content content, String description) {
      return new Content(
          content.listId(),
          content.title(),
          description,
          content.priority(),
          content.tags(),
          content.due(),
          content.reminders(),
          content.assignee());
    }
  }
}
