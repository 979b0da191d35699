package dev.perennial.tasks;

import static dev.perennial.events.EventType.TASK_UPDATED;

import dev.perennial.events.Change;
import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.End;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an edit makes of a task, field by field, and of the series it belongs to. */
record TaskEdit(Task before, Edit wanted, Act act) {

  Outcome outcome() {
    Set<Field> overruled = before.writes().laterThan(act.happenedAt(), wanted.fields());
    Edit edit = wanted.without(overruled);
    requireWithinReach(edit);
    TaskCopy copy = edited(edit);
    Map<String, Change> changes = Changes.between(before, copy.task());
    changes.putAll(Changes.lost(overruled, wanted.draft(), before.draft()));
    if (changes.isEmpty()) {
      // Who writes what is there already has still written it.
      return Outcome.of(copy.task());
    }
    Task after = copy.touchedBy(act).task();
    return Outcome.of(after, Schedule.with(Fact.of(TASK_UPDATED, after, changes, act)));
  }

  private void requireWithinReach(Edit edit) {
    if (edit.scope() == null || before.occurrence() == null) {
      return;
    }
    if (edit.scope() != Scope.THIS) {
      requireOpen();
      return;
    }
    if (isRuleChanged(edit)) {
      throw new RefusedAct(
          RefusedAct.Reason.RULE_OF_ONE,
          "a rule is never of one occurrence; leave scope out, or say following or all");
    }
    if (edit.speaksOf(Field.LIST)
        && !before.content().listId().equals(edit.draft().content().listId())) {
      throw new RefusedAct(
          RefusedAct.Reason.LIST_OF_ONE,
          "the occurrences of a series share a list; leave scope out, or say following or all");
    }
  }

  private void requireOpen() {
    if (!before.isOpen()) {
      throw new RefusedAct(
          RefusedAct.Reason.TASK_COMPLETED,
          "the series has no open occurrence, and what is closed stays as it was");
    }
  }

  private TaskCopy edited(Edit edit) {
    Content content = before.content().with(edit.fields(), edit.draft().content());
    Occurrence turn = turn(edit, content);
    if (!before.isOpen() && !Objects.equals(turn, before.occurrence())) {
      throw new RefusedAct(
          RefusedAct.Reason.TASK_COMPLETED,
          "a closed task keeps its recurrence; reopen it, or change the open occurrence");
    }
    return new TaskCopy(before)
        .content(content)
        .carried(carried(edit, content))
        .occurrence(turn)
        .written(edit.fields(), act);
  }

  /** What the next one gets, if it is other than what this one has. */
  private @Nullable Content carried(Edit edit, Content content) {
    Content old = before.carried() == null ? before.content() : before.carried();
    Set<Field> reaching = EnumSet.noneOf(Field.class);
    if (edit.scope() != Scope.THIS) {
      reaching.addAll(edit.fields());
    }
    Content carried = old.with(reaching, content).carriedTo(null);
    return before.occurrence() == null || carried.equals(content.carriedTo(null)) ? null : carried;
  }

  private @Nullable Occurrence turn(Edit edit, Content content) {
    Occurrence old = before.occurrence();
    Recurrence rule = edit.speaksOf(Field.RECURRENCE) ? edit.draft().recurrence() : before.rule();
    if (rule == null) {
      return null;
    }
    if (old == null) {
      return newSeries(rule, content.due());
    }
    boolean moved = !Objects.equals(content.due(), old.due());
    return switch (edit.scope()) {
      case THIS -> old;
      case FOLLOWING ->
          content.equals(before.content()) && !isRuleChanged(edit)
              ? old
              : newSeries(isRuleChanged(edit) ? rule : rest(rule, old.number()), content.due());
      case ALL ->
          isRuleChanged(edit) || (edit.speaksOf(Field.DUE) && moved)
              ? anchored(old.series().id(), rule, content.due(), old.number())
              : old;
      case null -> {
        if (edit.speaksOf(Field.RECURRENCE) && (isRuleChanged(edit) || moved)) {
          yield newSeries(rule, content.due());
        }
        // The first due date of a series that had none yet.
        yield old.key() == null && content.due() != null
            ? anchored(old.series().id(), rule, content.due(), old.number())
            : old;
      }
    };
  }

  private boolean isRuleChanged(Edit edit) {
    return edit.speaksOf(Field.RECURRENCE)
        && !Objects.equals(before.rule(), edit.draft().recurrence());
  }

  private Occurrence newSeries(Recurrence rule, @Nullable Due due) {
    return Series.startedBy(before.id(), before.version() + 1, rule, due).first();
  }

  private static Occurrence anchored(UUID series, Recurrence rule, @Nullable Due due, int number) {
    Occurrence first = new Series(series, rule, due).first();
    return new Occurrence(first.series(), first.key(), number);
  }

  /** The rule without the occurrences that the series has had already. */
  private static Recurrence rest(Recurrence rule, int number) {
    End end = rule.end();
    return end == null || end.after() == null
        ? rule
        : rule.endingAt(new End(end.after() - (number - 1), null));
  }
}
