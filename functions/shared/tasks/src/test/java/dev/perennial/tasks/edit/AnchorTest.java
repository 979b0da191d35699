package dev.perennial.tasks.edit;

import static dev.perennial.tasks.Fixtures.at;
import static dev.perennial.tasks.Fixtures.atNoon;
import static dev.perennial.tasks.Fixtures.created;
import static dev.perennial.tasks.Fixtures.draft;
import static dev.perennial.tasks.Fixtures.edit;
import static dev.perennial.tasks.Fixtures.nextOf;
import static dev.perennial.tasks.Fixtures.retimed;
import static dev.perennial.tasks.Fixtures.rule;
import static dev.perennial.tasks.Fixtures.timed;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.tasks.task.Field;
import dev.perennial.tasks.task.Task;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;

/** The anchor of a rule across edits. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AnchorTest {

  private static final String BERLIN = "Europe/Berlin";
  private static final Recurrence MONTHLY = rule("{'frequency':'monthly'}");
  private static final Recurrence YEARLY = rule("{'frequency':'yearly'}");
  private static final Recurrence WEEKLY = rule("{'frequency':'weekly'}");

  /** Edits that do not mention the day, with every scope that reaches the next occurrence. */
  static Stream<Named<Function<Task, Edit>>> edits() {
    var edits = new ArrayList<Named<Function<Task, Edit>>>();
    for (var scope : Scope.values()) {
      if (scope != Scope.THIS) {
        edits.add(Named.of("title, " + scope, task -> titled(task, scope)));
        edits.add(Named.of("time, " + scope, task -> retimed(task, "18:00", scope)));
      }
    }
    for (var scope : new Scope[] {null, Scope.FOLLOWING, Scope.ALL}) {
      for (var other : List.of("'end':{'after':99}", "'missed':'keep'")) {
        edits.add(Named.of(other + ", " + scope, task -> ruled(task, with(other, task), scope)));
      }
    }
    return edits.stream();
  }

  @ParameterizedTest
  @MethodSource("edits")
  void the_31st_returns_after_february_after_any_edit_there(Function<Task, Edit> edit) {
    var february = following(created(timed("2026-01-31", "09:00", BERLIN), MONTHLY).task());
    assertThat(february.content().due().date()).isEqualTo("2026-02-28");

    var edited = EditTask.edit(february, edit.apply(february), atNoon()).task();

    assertThat(edited.occurrence().key().date()).isEqualTo("2026-02-28");
    assertThat(dates(edited, 3))
        .containsExactly(date("2026-03-31"), date("2026-04-30"), date("2026-05-31"));
  }

  @ParameterizedTest
  @MethodSource("edits")
  void february_29_returns_after_any_edit_between(Function<Task, Edit> edit) {
    var clamped = following(created(timed("2024-02-29", "09:00", BERLIN), YEARLY).task());

    var edited = EditTask.edit(clamped, edit.apply(clamped), atNoon()).task();

    assertThat(dates(edited, 3))
        .containsExactly(date("2026-02-28"), date("2027-02-28"), date("2028-02-29"));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "THIS")
  void another_time_applies_to_the_rule_from_then_on(Scope scope) {
    var february = following(created(timed("2026-01-31", "09:00", BERLIN), MONTHLY).task());

    var edited = EditTask.edit(february, retimed(february, "18:00", scope), atNoon()).task();

    assertThat(edited.snapshot().occurrence()).isEqualTo("2026-02-28T18:00");
    assertThat(following(edited).content().due()).isEqualTo(timed("2026-03-31", "18:00", BERLIN));
  }

  @ParameterizedTest
  @NullSource
  @EnumSource(mode = Mode.EXCLUDE, names = "THIS")
  void another_interval_counts_from_here_and_keeps_the_day(@Nullable Scope scope) {
    var february = following(created(timed("2026-01-31", "09:00", BERLIN), MONTHLY).task());

    var edited =
        EditTask.edit(february, ruled(february, with("'interval':2", february), scope), atNoon());

    assertThat(dates(edited.task(), 3))
        .containsExactly(date("2026-04-30"), date("2026-06-30"), date("2026-08-31"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'frequency':'monthly','monthDay':15} | 2026-03-15",
        "{'frequency':'weekly'}                | 2026-03-07",
        "{'frequency':'yearly'}                | 2027-02-28",
        // February never has one, so the day stays.
        "{'frequency':'monthly','interval':12} | 2027-02-28",
      })
  void another_pattern_counts_from_here(String rule, String next) {
    var february = following(created(timed("2026-01-31", "09:00", BERLIN), MONTHLY).task());

    var edited =
        EditTask.edit(february, ruled(february, rule(rule), Scope.FOLLOWING), atNoon()).task();

    assertThat(dates(edited, 1)).containsExactly(date(next));
  }

  @Test
  void changing_the_basis_to_due_counts_from_this_occurrence() {
    var byCompletion = rule("{'frequency':'monthly','basis':'completion'}");
    var first = created(timed("2026-01-31", "09:00", BERLIN), byCompletion).task();
    var second =
        nextOf(CloseTask.complete(first, UTC, at(Instant.parse("2026-03-10T12:00:00Z"))).task());

    var edited = EditTask.edit(second, ruled(second, MONTHLY, Scope.ALL), atNoon()).task();

    assertThat(dates(edited, 1)).containsExactly(date("2026-05-10"));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "THIS")
  void an_occurrence_moved_alone_does_not_affect_the_rule_in_later_edits(Scope scope) {
    var wednesday = movedAlone(timed("2026-03-04", "09:00", BERLIN));

    assertThat(dates(EditTask.edit(wednesday, titled(wednesday, scope), atNoon()).task(), 1))
        .containsExactly(date("2026-03-09"));
    assertThat(
            dates(EditTask.edit(wednesday, retimed(wednesday, "18:00", scope), atNoon()).task(), 1))
        .containsExactly(date("2026-03-09"));
    assertThat(
            dates(
                EditTask.edit(
                        wednesday,
                        ruled(wednesday, with("'interval':2", wednesday), scope),
                        atNoon())
                    .task(),
                1))
        .containsExactly(date("2026-03-16"));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "THIS")
  void an_edited_date_moves_the_rule_even_if_this_occurrence_had_it_before(Scope scope) {
    var wednesday = movedAlone(timed("2026-03-04", "09:00", BERLIN));
    var said = draft(wednesday.content().due(), WEEKLY);

    var edited = EditTask.edit(wednesday, edit(said, scope, Field.DUE), atNoon()).task();

    assertThat(dates(edited, 1)).containsExactly(date("2026-03-11"));
  }

  @Test
  void an_occurrence_without_its_due_date_keeps_the_start_of_its_rule() {
    var without = movedAlone(null);

    var edited = EditTask.edit(without, titled(without, Scope.FOLLOWING), atNoon()).task();

    assertThat(edited.content().due()).isNull();
    assertThat(edited.occurrence().series().anchor())
        .isEqualTo(timed("2026-03-02", "09:00", BERLIN));
    assertThat(dates(edited, 1)).containsExactly(date("2026-03-09"));
  }

  @Test
  void a_series_that_loses_its_due_date_counts_from_the_next_completion() {
    var monday = created(timed("2026-03-02", "09:00", BERLIN), WEEKLY).task();

    var edited =
        EditTask.edit(monday, edit(draft(null, WEEKLY), Scope.ALL, Field.DUE), atNoon()).task();

    assertThat(edited.occurrence().series().anchor()).isNull();
  }

  /** An occurrence on a Monday, moved to another day or to none. */
  private static Task movedAlone(@Nullable Due due) {
    var monday = created(timed("2026-03-02", "09:00", BERLIN), WEEKLY).task();
    return EditTask.edit(monday, edit(draft(due, WEEKLY), Scope.THIS, Field.DUE), atNoon()).task();
  }

  private static Edit titled(Task task, Scope scope) {
    return edit(draft("Other", task.content().due(), task.rule()), scope, Field.TITLE);
  }

  private static Edit ruled(Task task, Recurrence rule, @Nullable Scope scope) {
    return edit(draft(task.content().due(), rule), scope, Field.RECURRENCE);
  }

  private static Recurrence with(String other, Task task) {
    var frequency = task.rule().frequency().name().toLowerCase(Locale.ROOT);
    return rule("{'frequency':'" + frequency + "'," + other + "}");
  }

  /** The dates of the following occurrences, each completed on the previous due date. */
  private static List<LocalDate> dates(Task task, int number) {
    var dates = new ArrayList<LocalDate>();
    for (var last = task; dates.size() < number; dates.add(last.content().due().date())) {
      last = following(last);
    }
    return dates;
  }

  private static Task following(Task task) {
    var day = task.occurrence().key().date().atTime(12, 0).toInstant(UTC);
    return nextOf(CloseTask.complete(task, UTC, at(day)).task());
  }

  private static LocalDate date(String text) {
    return LocalDate.parse(text);
  }
}
