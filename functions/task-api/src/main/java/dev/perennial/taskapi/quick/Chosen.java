package dev.perennial.taskapi.quick;

import dev.perennial.taskapi.quick.Meaning.Kind;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The phrases that go together: one of a kind but for tags, and nothing about a missing rule. */
record Chosen(List<Match> matches) {

  static Chosen of(List<Match> found) {
    Optional<Rule> rule = new Chosen(found).one(Meaning.Repeats.class).map(Meaning.Repeats::rule);
    List<Match> matches = new ArrayList<>();
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (Match match : found) {
      if (says(match.meaning(), rule) && isFree(match.meaning(), kinds, matches)) {
        matches.add(match);
      }
    }
    return new Chosen(List.copyOf(matches));
  }

  /** The first of this sort. */
  <M extends Meaning> Optional<M> one(Class<M> sort) {
    return all(sort).stream().findFirst();
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

  Chosen without(Class<? extends Meaning> sort) {
    return new Chosen(matches.stream().filter(match -> !sort.isInstance(match.meaning())).toList());
  }

  private <M extends Meaning> List<M> all(Class<M> sort) {
    return matches.stream().map(Match::meaning).filter(sort::isInstance).map(sort::cast).toList();
  }

  private static boolean says(Meaning meaning, Optional<Rule> rule) {
    if (meaning instanceof Meaning.FromCompletion) {
      // The day of a year is kept in the due date, and a completion is on any day.
      return rule.isPresent() && rule.get().dayOfYear() == null;
    }
    return rule.isPresent() || !meaning.needsRule();
  }

  private static boolean isFree(Meaning meaning, Set<Kind> kinds, List<Match> before) {
    if (meaning instanceof Meaning.Tagged(String tag)) {
      List<String> tags = new Chosen(before).tags();
      return tags.contains(tag) || tags.size() < QuickAdd.MAX_TAGS;
    }
    return kinds.add(meaning.kind());
  }
}
