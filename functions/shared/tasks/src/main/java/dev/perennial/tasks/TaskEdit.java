package dev.perennial.tasks;

import static dev.perennial.events.EventType.TASK_UPDATED;

import dev.perennial.events.Change;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an edit makes of a task, field by field. */
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
    if (edit.changesRuleOf(before)) {
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
    Occurrence turn = new SeriesEdit(before, edit, content).turn();
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
}
