package dev.perennial.tasks.edit;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.End;
import dev.perennial.tasks.series.Occurrence;
import dev.perennial.tasks.series.Series;
import dev.perennial.tasks.task.Content;
import dev.perennial.tasks.task.Field;
import dev.perennial.tasks.task.Task;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides which occurrence of which series a task is after an edit. Moving or renaming a single
 * occurrence does not affect the rule: the series keeps its anchor unless the edit gives another
 * date or another pattern.
 *
 * @param content of the task after the edit
 */
record SeriesEdit(Task before, Edit edit, Content content) {

  @Nullable Occurrence occurrence() {
    Occurrence old = before.occurrence();
    Recurrence rule = edit.mentions(Field.RECURRENCE) ? edit.draft().recurrence() : before.rule();
    if (rule == null) {
      return null;
    }
    return old == null
        ? Series.startedBy(
                before.id(), before.version() + 1, rule, Series.start(rule, content.due()))
            .first()
        : occurrence(old, rule);
  }

  private Occurrence occurrence(Occurrence old, Recurrence rule) {
    Due due = ruledDue(old);
    boolean isChanged = edit.changesRuleOf(before) || !Objects.equals(due, old.due());
    return switch (edit.scope()) {
      case THIS -> old;
      case FOLLOWING ->
          isChanged || !content.equals(before.content()) ? split(old, rule, due) : old;
      case ALL -> isChanged ? inSameSeries(old, rule, due) : old;
      case null -> unscoped(old, rule, due);
    };
  }

  /** The due date that the rule gives after the edit, even if this occurrence alone was moved. */
  private @Nullable Due ruledDue(Occurrence old) {
    Due ruled = old.due();
    Due due = content.due();
    if (!edit.mentions(Field.DUE)) {
      return ruled;
    }
    return due == null || ruled == null || edit.hasDate()
        ? due
        : new Due(ruled.date(), due.time(), due.zone());
  }

  /** A due date moves this occurrence only; a rule counts from the current due date. */
  private Occurrence unscoped(Occurrence old, Recurrence rule, @Nullable Due ruled) {
    if (edit.mentions(Field.RECURRENCE)) {
      boolean keepsPattern = edit.changesRuleOf(before) && rule.hasPatternOf(old.series().rule());
      Due due = keepsPattern || content.due() == null ? ruled : content.due();
      return edit.changesRuleOf(before) || !Objects.equals(due, old.due())
          ? split(old, rule, due)
          : old;
    }
    // The first due date of a series without one.
    return old.key() == null && content.due() != null
        ? inSameSeries(old, rule, content.due())
        : old;
  }

  private Occurrence split(Occurrence old, Recurrence rule, @Nullable Due due) {
    Due start = Series.start(rule, due);
    Due anchor = new SeriesSplit(old, rule).anchor(start);
    return Series.startedBy(before.id(), before.version() + 1, rest(rule, old), anchor)
        .occurrence(start, 1);
  }

  private static Occurrence inSameSeries(Occurrence old, Recurrence rule, @Nullable Due due) {
    Due start = Series.start(rule, due);
    Due anchor = new SeriesSplit(old, rule).anchor(start);
    return new Series(old.series().id(), rule, anchor).occurrence(start, old.number());
  }

  /** The rule for the rest of the series. An unchanged count is reduced by the past occurrences. */
  private static Recurrence rest(Recurrence rule, Occurrence old) {
    End end = rule.end();
    return end == null || end.after() == null || !end.equals(old.series().rule().end())
        ? rule
        // The count may have been lowered below this occurrence's number; this one still exists.
        : rule.endingAt(new End(Math.max(1, end.after() - (old.number() - 1)), null));
  }
}
