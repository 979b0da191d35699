package dev.perennial.taskapi.quick;

import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.taskapi.quick.phrase.Day;
import dev.perennial.taskapi.quick.phrase.Meaning;
import dev.perennial.taskapi.quick.text.PartOfDay;
import dev.perennial.taskapi.quick.text.Token;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Combines two phrases that name one day together: "Monday at 10 next week". */
record Days(List<Token> tokens, LocalDate today) {

  /** The matches with the combined day in both; null if the two contradict each other. */
  @Nullable List<Match> combined(List<Match> found) {
    List<Integer> days = indexesOfDays(found);
    if (days.size() < 2 || !areTogether(found, days.get(0), days.get(1))) {
      return found;
    }
    Match one = found.get(days.get(0));
    Match other = found.get(days.get(1));
    if (!(one.meaning() instanceof Meaning.OnDay first)
        || !(other.meaning() instanceof Meaning.OnDay second)) {
      return found;
    }
    Day day = both(first.day(), second.day());
    if (day == null) {
      return first.day() instanceof Day.Relative(int _, Frequency unit) && unit == Frequency.DAILY
          ? found
          : null;
    }
    List<Match> matches = new ArrayList<>(found);
    PartOfDay part = first.part() == null ? second.part() : first.part();
    matches.set(days.get(0), on(one, new Meaning.OnDay(day, part)));
    matches.set(days.get(1), on(other, new Meaning.AlsoOnDay(day)));
    return matches;
  }

  private @Nullable Day both(Day first, Day second) {
    Day combined = Day.combined(first, second);
    boolean same = first.from(today).equals(second.from(today));
    return combined == null && same ? first : combined;
  }

  private static Match on(Match match, Meaning meaning) {
    return new Match(match.from(), match.to(), meaning);
  }

  private static List<Integer> indexesOfDays(List<Match> found) {
    List<Integer> indexes = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).meaning() instanceof Meaning.OnDay) {
        indexes.add(i);
      }
    }
    return indexes;
  }

  /** Returns true if only a comma and other phrases about time are between the two. */
  private boolean areTogether(List<Match> found, int first, int second) {
    for (int i = first; i < second; i++) {
      Match match = found.get(i);
      if (!match.meaning().isSchedule() || !areNeighbours(match, found.get(i + 1))) {
        return false;
      }
    }
    return true;
  }

  private boolean areNeighbours(Match one, Match other) {
    for (int token = one.to(); token < other.from(); token++) {
      if (!tokens.get(token).isMark(",")) {
        return false;
      }
    }
    return true;
  }
}
