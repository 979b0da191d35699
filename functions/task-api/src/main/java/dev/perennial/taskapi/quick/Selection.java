package dev.perennial.taskapi.quick;

import dev.perennial.taskapi.quick.Connections.Joint;
import dev.perennial.taskapi.quick.phrase.Day;
import dev.perennial.taskapi.quick.phrase.Meaning;
import dev.perennial.taskapi.quick.phrase.Meaning.Kind;
import dev.perennial.taskapi.quick.phrase.Rule;
import dev.perennial.taskapi.quick.text.PartOfDay;
import dev.perennial.taskapi.quick.text.Token;
import dev.perennial.taskapi.quick.text.TokenizedText;
import dev.perennial.taskapi.quick.text.Words;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The matches used: one of each kind except tags; those about a recurrence only with a rule; those
 * that decide when the task is due only if no other word changes their meaning.
 */
record Selection(List<Match> matches) {

  static Selection of(List<Match> found, TokenizedText input, Words words, LocalDate today) {
    List<Match> matches =
        new Days(input.tokens(), today).combined(withoutAdjectives(found, input.tokens()));
    if (matches == null) {
      return chosen(withoutSchedule(found));
    }
    Selection chosen = chosen(matches).withoutDuration();
    Line line = new Line(input.tokens(), words, chosen.matches);
    Connections connections = new Connections(line);
    Joint joint = connections.joint();
    boolean restricted = chosen.rule() != null && connections.restrictRecurrence();
    if (joint == Joint.OTHER || restricted || !chosen.isConsistent(today)) {
      return chosen(withoutSchedule(found));
    }
    boolean dayless = chosen.day() == null && chosen.rule() == null && chosen.moment() == null;
    boolean withoutTimes = joint == Joint.TIMES || (dayless && new UnknownDays(line).nameADay());
    return withoutTimes
        ? chosen.without(Meaning.AtTime.class).without(Meaning.InPart.class)
        : chosen;
  }

  /** The matches that are not part of the schedule. */
  private static List<Match> withoutSchedule(List<Match> matches) {
    List<Match> others = new ArrayList<>(matches);
    others.removeIf(match -> match.meaning().isSchedule());
    return others;
  }

  /** In "weekly review every Friday", weekly is part of the title. */
  private static List<Match> withoutAdjectives(List<Match> found, List<Token> tokens) {
    List<Match> rules =
        found.stream().filter(match -> match.meaning() instanceof Meaning.Repeats).toList();
    if (rules.size() < 2) {
      return found;
    }
    Match first = rules.getFirst();
    boolean precedesNoun =
        first.to() == first.from() + 1
            && tokens.get(first.to()).isWord()
            && found.stream().noneMatch(match -> match.from() == first.to());
    return precedesNoun ? found.stream().filter(match -> !match.equals(first)).toList() : found;
  }

  private static Selection chosen(List<Match> found) {
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

  /** Returns false if two phrases contradict each other, such as "tonight at 9am". */
  private boolean isConsistent(LocalDate today) {
    boolean possible =
        matches.stream()
            .map(Match::meaning)
            .allMatch(
                meaning ->
                    switch (meaning) {
                      case Meaning.OnDay(Day day, _) -> day.isPossible(today);
                      case Meaning.FromDay(Day day) -> day.isPossible(today);
                      case Meaning.EndsOn(Day day) -> day.isPossible(today);
                      default -> true;
                    });
    boolean timed = one(Meaning.AtTime.class).isPresent() || part() != null;
    return possible && (!timed || time() != null) && parts() <= 1;
  }

  /** In "run in 30 minutes every day", 30 minutes are not the time until it is due. */
  private Selection withoutDuration() {
    boolean due =
        matches.stream()
            .map(Match::meaning)
            .anyMatch(meaning -> meaning.isSchedule() && !(meaning instanceof Meaning.AtMoment));
    return due ? without(Meaning.AtMoment.class) : this;
  }

  private long parts() {
    return Stream.of(
            all(Meaning.InPart.class).stream().map(Meaning.InPart::part),
            all(Meaning.OnDay.class).stream().map(Meaning.OnDay::part),
            all(Meaning.Repeats.class).stream().map(Meaning.Repeats::part))
        .flatMap(part -> part)
        .filter(Objects::nonNull)
        .distinct()
        .count();
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

  /** The typed time within the part of the day, if one is given. */
  @Nullable LocalTime time() {
    Optional<Meaning.AtTime> typed = one(Meaning.AtTime.class);
    PartOfDay part = part();
    if (typed.isEmpty()) {
      return part == null ? null : part.time();
    }
    LocalTime time = typed.get().time();
    return part == null ? time : part.at(time, typed.get().twelveHours());
  }

  private @Nullable PartOfDay part() {
    PartOfDay ofDay =
        one(Meaning.OnDay.class).flatMap(on -> Optional.ofNullable(on.part())).orElse(null);
    PartOfDay ofRule =
        one(Meaning.Repeats.class).flatMap(rule -> Optional.ofNullable(rule.part())).orElse(null);
    PartOfDay alone = one(Meaning.InPart.class).map(Meaning.InPart::part).orElse(null);
    return Stream.of(ofDay, ofRule, alone).filter(Objects::nonNull).findFirst().orElse(null);
  }

  @Nullable Duration moment() {
    return one(Meaning.AtMoment.class).map(Meaning.AtMoment::fromNow).orElse(null);
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
    return meaning instanceof Meaning.AlsoOnDay || kinds.add(meaning.kind());
  }
}
