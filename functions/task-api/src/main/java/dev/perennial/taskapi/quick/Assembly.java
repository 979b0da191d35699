package dev.perennial.taskapi.quick;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.End;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.taskapi.quick.Understood.Phrase;
import dev.perennial.tasks.Series;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes one task of the phrases found in a sentence. */
record Assembly(Sentence sentence, LocalDateTime now, ZoneId zone) {

  Understood of(List<Match> found) {
    Chosen chosen = Chosen.of(found);
    LocalDate date = dueDate(chosen);
    if (date != null && (date.isBefore(Series.FIRST_DATE) || date.isAfter(Series.LAST_DATE))) {
      return Understood.nothingOf(sentence.text());
    }
    LocalDate until = until(chosen, date);
    if (until != null && until.isBefore(date)) {
      return assembled(chosen.without(Meaning.EndsOn.class), date, null);
    }
    return assembled(chosen, date, until);
  }

  private Understood assembled(Chosen chosen, @Nullable LocalDate date, @Nullable LocalDate until) {
    BitSet understood = new BitSet();
    chosen.matches().forEach(match -> understood.set(match.from(), match.to()));
    String title = understood.isEmpty() ? sentence.text() : new Title(sentence, understood).text();
    if (title.isEmpty()) {
      return Understood.nothingOf(sentence.text());
    }
    return new Understood(
        title,
        chosen.one(Meaning.Matters.class).map(Meaning.Matters::priority).orElse(Priority.NONE),
        chosen.tags(),
        date == null ? null : due(date, chosen.time()),
        recurrence(chosen, until),
        phrases(chosen, until));
  }

  /** A time that has passed today is tomorrow's, unless the day was said. */
  private @Nullable LocalDate dueDate(Chosen chosen) {
    LocalDate today = now.toLocalDate();
    LocalTime time = chosen.time();
    Day day = chosen.day();
    Rule rule = chosen.rule();
    if (time == null && day == null && rule == null) {
      return null;
    }
    boolean stillToCome = time == null || time.isAfter(now.toLocalTime());
    LocalDate soonest = stillToCome ? today : today.plusDays(1);
    LocalDate from = day == null ? soonest : day.seenFrom(today);
    return rule == null ? from : rule.firstFrom(from);
  }

  /** An all-day task is a date in every zone. */
  private Due due(LocalDate date, @Nullable LocalTime time) {
    return new Due(date, time, time == null ? null : zone);
  }

  /** "from Monday until Friday" is the Friday after that Monday. */
  private @Nullable LocalDate until(Chosen chosen, @Nullable LocalDate start) {
    Optional<Day> day = chosen.one(Meaning.EndsOn.class).map(Meaning.EndsOn::day);
    if (day.isEmpty() || start == null) {
      return null;
    }
    LocalDate fromToday = day.get().seenFrom(now.toLocalDate());
    return fromToday.isBefore(start) ? day.get().seenFrom(start) : fromToday;
  }

  private @Nullable Recurrence recurrence(Chosen chosen, @Nullable LocalDate until) {
    Rule rule = chosen.rule();
    if (rule == null) {
      return null;
    }
    boolean fromCompletion = chosen.one(Meaning.FromCompletion.class).isPresent();
    Integer after = chosen.one(Meaning.EndsAfter.class).map(Meaning.EndsAfter::times).orElse(null);
    End end = after == null && until == null ? null : new End(after, until);
    return rule.recurrence(fromCompletion ? Basis.COMPLETION : rule.basis(), end);
  }

  private List<Phrase> phrases(Chosen chosen, @Nullable LocalDate until) {
    Wording wording = new Wording(now.toLocalDate(), until);
    return chosen.matches().stream()
        .map(
            match ->
                new Phrase(sentence.typed(match.from(), match.to()), wording.of(match.meaning())))
        .toList();
  }
}
