package dev.perennial.tasks;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.End;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which turn of which series a task is after an edit. Where one occurrence was moved to says
 * nothing of the rule, and no more does its title: the rule counts from where it has counted,
 * unless the edit says another date or another pattern.
 *
 * @param content of the task after the edit
 */
record SeriesEdit(Task before, Edit edit, Content content) {

  @Nullable Occurrence turn() {
    Occurrence old = before.occurrence();
    Recurrence rule = edit.speaksOf(Field.RECURRENCE) ? edit.draft().recurrence() : before.rule();
    if (rule == null) {
      return null;
    }
    return old == null
        ? Series.startedBy(before.id(), before.version() + 1, rule, content.due()).first()
        : turn(old, rule);
  }

  private Occurrence turn(Occurrence old, Recurrence rule) {
    Due due = ruledDue(old);
    boolean isOther = edit.changesRuleOf(before) || !Objects.equals(due, old.due());
    return switch (edit.scope()) {
      case THIS -> old;
      case FOLLOWING -> isOther || !content.equals(before.content()) ? split(old, rule, due) : old;
      case ALL -> isOther ? inItsSeries(old, rule, due) : old;
      case null -> unscoped(old, rule, due);
    };
  }

  /** When it is due by the rule after the edit: whatever this one alone was moved to. */
  private @Nullable Due ruledDue(Occurrence old) {
    Due ruled = old.due();
    Due due = content.due();
    if (!edit.speaksOf(Field.DUE)) {
      return ruled;
    }
    return due == null || ruled == null || edit.saysDate()
        ? due
        : new Due(ruled.date(), due.time(), due.zone());
  }

  /** A due date moves this one only; a rule counts from the due date, wherever that is by now. */
  private Occurrence unscoped(Occurrence old, Recurrence rule, @Nullable Due ruled) {
    if (edit.speaksOf(Field.RECURRENCE)) {
      boolean isOfOldDays = edit.changesRuleOf(before) && rule.hasPatternOf(old.series().rule());
      Due due = isOfOldDays || content.due() == null ? ruled : content.due();
      return edit.changesRuleOf(before) || !Objects.equals(due, old.due())
          ? split(old, rule, due)
          : old;
    }
    // The first due date of a series that had none yet.
    return old.key() == null && content.due() != null ? inItsSeries(old, rule, content.due()) : old;
  }

  private Occurrence split(Occurrence old, Recurrence rule, @Nullable Due due) {
    Due anchor = new Handover(old, rule).anchor(due);
    return Series.startedBy(before.id(), before.version() + 1, rest(rule, old), anchor)
        .turn(due, 1);
  }

  private static Occurrence inItsSeries(Occurrence old, Recurrence rule, @Nullable Due due) {
    Due anchor = new Handover(old, rule).anchor(due);
    return new Series(old.series().id(), rule, anchor).turn(due, old.number());
  }

  /** The rule without the occurrences that the series has had already, if its end is the same. */
  private static Recurrence rest(Recurrence rule, Occurrence old) {
    End end = rule.end();
    return end == null || end.after() == null || !end.equals(old.series().rule().end())
        ? rule
        // There may have been more of them than there were to be: this one is there in any case.
        : rule.endingAt(new End(Math.max(1, end.after() - (old.number() - 1)), null));
  }
}
