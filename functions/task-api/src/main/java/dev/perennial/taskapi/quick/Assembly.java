package dev.perennial.taskapi.quick;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.End;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.taskapi.quick.QuickAddResult.Phrase;
import dev.perennial.taskapi.quick.phrase.Day;
import dev.perennial.taskapi.quick.phrase.Meaning;
import dev.perennial.taskapi.quick.phrase.Rule;
import dev.perennial.taskapi.quick.text.Title;
import dev.perennial.taskapi.quick.text.TokenizedText;
import dev.perennial.taskapi.quick.text.Words;
import dev.perennial.taskapi.quick.text.Words.Span;
import dev.perennial.tasks.series.Series;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Assembles a task from the phrases found in the text. */
record Assembly(TokenizedText input, ZonedDateTime now, Words words) {

  QuickAddResult of(List<Match> found) {
    Selection selection = Selection.of(found, input, words, now.toLocalDate());
    LocalDate date = dueDate(selection);
    if (date != null && (date.isBefore(Series.FIRST_DATE) || date.isAfter(Series.LAST_DATE))) {
      return QuickAddResult.titleOnly(input.text());
    }
    LocalDate until = until(selection, date);
    if (until != null && until.isBefore(date)) {
      return assembled(
          selection.without(Meaning.EndsOn.class).without(Meaning.EndsIn.class), date, null);
    }
    return assembled(selection, date, until);
  }

  private QuickAddResult assembled(
      Selection selection, @Nullable LocalDate date, @Nullable LocalDate until) {
    BitSet matched = new BitSet();
    selection.matches().forEach(match -> matched.set(match.from(), match.to()));
    String title = matched.isEmpty() ? input.text() : new Title(input, matched).text();
    if (title.isEmpty()) {
      return QuickAddResult.titleOnly(input.text());
    }
    return new QuickAddResult(
        title,
        selection
            .one(Meaning.HasPriority.class)
            .map(Meaning.HasPriority::priority)
            .orElse(Priority.NONE),
        selection.tags(),
        date == null ? null : due(date, dueTime(selection)),
        recurrence(selection, until),
        phrases(selection, until));
  }

  /** A time that has passed today is due tomorrow, unless the line gives a day. */
  private @Nullable LocalDate dueDate(Selection selection) {
    Duration moment = selection.moment();
    if (moment != null) {
      return now.plus(moment).toLocalDate();
    }
    LocalDate today = now.toLocalDate();
    LocalTime time = selection.time();
    Day day = selection.day();
    Rule rule = selection.rule();
    if (time == null && day == null && rule == null) {
      return null;
    }
    boolean isInFuture = time == null || time.isAfter(now.toLocalTime());
    LocalDate soonest = isInFuture ? today : today.plusDays(1);
    LocalDate from = day == null ? soonest : day.from(today);
    return rule == null ? from : rule.firstFrom(from);
  }

  /** In whole minutes. */
  private @Nullable LocalTime dueTime(Selection selection) {
    Duration moment = selection.moment();
    return moment == null
        ? selection.time()
        : now.plus(moment).toLocalTime().truncatedTo(ChronoUnit.MINUTES);
  }

  /** All-day due dates have no zone. */
  private Due due(LocalDate date, @Nullable LocalTime time) {
    return new Due(date, time, time == null ? null : now.getZone());
  }

  private @Nullable LocalDate until(Selection selection, @Nullable LocalDate start) {
    Optional<Span> period = selection.one(Meaning.EndsIn.class).map(Meaning.EndsIn::period);
    if (period.isPresent() && start != null) {
      return endOf(period.get(), selection.rule(), start);
    }
    return untilDay(selection, start);
  }

  /** Before the start if the period is too short for a second occurrence. */
  private static LocalDate endOf(Span period, @Nullable Rule rule, LocalDate start) {
    LocalDate end = new Day.Relative(period.count(), period.unit()).from(start);
    boolean repeats =
        rule != null
            && new Day.Relative(rule.interval(), rule.frequency()).from(start).isBefore(end);
    return repeats ? end.minusDays(1) : start.minusDays(1);
  }

  /** The end of "from Monday until Friday" is the Friday after that Monday. */
  private @Nullable LocalDate untilDay(Selection selection, @Nullable LocalDate start) {
    Optional<Day> day = selection.one(Meaning.EndsOn.class).map(Meaning.EndsOn::day);
    if (day.isEmpty() || start == null) {
      return null;
    }
    LocalDate fromToday = day.get().from(now.toLocalDate());
    return fromToday.isBefore(start) ? day.get().from(start) : fromToday;
  }

  private @Nullable Recurrence recurrence(Selection selection, @Nullable LocalDate until) {
    Rule rule = selection.rule();
    if (rule == null) {
      return null;
    }
    boolean fromCompletion = selection.one(Meaning.FromCompletion.class).isPresent();
    Integer after =
        selection.one(Meaning.EndsAfter.class).map(Meaning.EndsAfter::times).orElse(null);
    End end = after == null && until == null ? null : new End(after, until);
    return rule.recurrence(fromCompletion ? Basis.COMPLETION : rule.basis(), end);
  }

  private List<Phrase> phrases(Selection selection, @Nullable LocalDate until) {
    PhraseDescription description =
        new PhraseDescription(now.toLocalDate(), dueDate(selection), dueTime(selection), until);
    return selection.matches().stream().map(match -> phrase(match, description)).toList();
  }

  private Phrase phrase(Match match, PhraseDescription description) {
    return new Phrase(
        input.typed(match.from(), match.to()),
        input.tokens().get(match.from()).start(),
        input.tokens().get(match.to() - 1).end(),
        PhraseDescription.kind(match.meaning()),
        description.of(match.meaning()));
  }
}
