package dev.perennial.taskapi.quick;

import dev.perennial.taskapi.quick.phrase.Day;
import dev.perennial.taskapi.quick.phrase.Meaning;
import dev.perennial.taskapi.quick.phrase.Meaning.Kind;
import dev.perennial.taskapi.quick.phrase.Rule;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The matches used: one of each kind except tags; those about a recurrence only with a rule. */
record Selection(List<Match> matches) {

  static Selection of(List<Match> found) {
    Optional<Rule> rule =
        new Selection(found).one(Meaning.Repeats.class).map(Meaning.Repeats::rule);
    List<Match> matches = new ArrayList<>();
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (Match match : found) {
      if (applies(match.meaning(), rule) && isAvailable(match.meaning(), kinds, matches)) {
        matches.add(match);
      }
    }
    return new Selection(List.copyOf(matches));
  }

  /** The first match of this type. */
  <M extends Meaning> Optional<M> one(Class<M> type) {
    return all(type).stream().findFirst();
  }

  List<String> tags() {
    return all(Meaning.Tagged.class).stream().map(Meaning.Tagged::tag).distinct().toList();
  }

  @Nullable Rule rule() {
    return one(Meaning.Repeats.class).map(Meaning.Repeats::rule).orElse(null);
  }

  @Nullable LocalTime time() {
    return one(Meaning.AtTime.class).map(Meaning.AtTime::time).orElse(null);
  }

  @Nullable Day day() {
    return one(Meaning.OnDay.class)
        .map(Meaning.OnDay::day)
        .or(() -> one(Meaning.FromDay.class).map(Meaning.FromDay::day))
        .orElse(null);
  }

  Selection without(Class<? extends Meaning> type) {
    return new Selection(
        matches.stream().filter(match -> !type.isInstance(match.meaning())).toList());
  }

  private <M extends Meaning> List<M> all(Class<M> type) {
    return matches.stream().map(Match::meaning).filter(type::isInstance).map(type::cast).toList();
  }

  private static boolean applies(Meaning meaning, Optional<Rule> rule) {
    if (meaning instanceof Meaning.FromCompletion) {
      // The day of the year is stored in the due date, so it cannot count from a completion.
      return rule.isPresent() && rule.get().dayOfYear() == null;
    }
    return rule.isPresent() || !meaning.needsRule();
  }

  private static boolean isAvailable(Meaning meaning, Set<Kind> kinds, List<Match> before) {
    if (meaning instanceof Meaning.Tagged(String tag)) {
      List<String> tags = new Selection(before).tags();
      return tags.contains(tag) || tags.size() < QuickAdd.MAX_TAGS;
    }
    return kinds.add(meaning.kind());
  }
}
