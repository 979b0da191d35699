package dev.perennial.taskapi.quick;

import dev.perennial.taskapi.quick.phrase.Meaning;
import dev.perennial.taskapi.quick.text.Words;
import dev.perennial.taskapi.quick.text.Words.Particle;

/**
 * Finds words that connect a phrase with others, so that its meaning is not that of the phrase
 * alone.
 */
record Connections(Line line, Words words) {

  Connections(Line line) {
    this(line, line.words());
  }

  /** What "and", "or" or "to" connects with a phrase. */
  enum Joint {
    NONE,
    TIMES,
    OTHER
  }

  Joint joint() {
    Joint joint = Joint.NONE;
    for (int i = 1; i < line.size() - 1; i++) {
      if (!line.isUsed(i) && words.context().joiners().contains(line.word(i))) {
        Joint here = jointAt(i);
        joint = here.compareTo(joint) > 0 ? here : joint;
      }
    }
    if (isListOfWeekdays()) {
      return Joint.OTHER;
    }
    return joint == Joint.NONE && isInOtherZone() ? Joint.TIMES : joint;
  }

  private Joint jointAt(int joiner) {
    int left = joiner - 1;
    int right = skipPrepositions(joiner + 1);
    boolean leftClock = line.isClock(left);
    boolean rightClock = line.isClock(right);
    boolean leftNumber = line.isDigits(left);
    boolean rightNumber = line.isDigits(right);
    boolean scheduled = line.isScheduled(left) || line.isScheduled(right);
    if (!scheduled) {
      return isWeekday(left) && isWeekday(right) ? Joint.OTHER : Joint.NONE;
    }
    boolean vague =
        words.is(Particle.SO, line.word(right)) || words.numbers().containsKey(line.word(right));
    if (isInDay(left) && vague) {
      return Joint.OTHER;
    }
    if ((leftClock || leftNumber) && (rightClock || rightNumber)) {
      return isInDay(left) || isInDay(right) ? Joint.OTHER : Joint.TIMES;
    }
    return namesTime(left) && namesTime(right) ? Joint.OTHER : Joint.NONE;
  }

  private boolean namesTime(int token) {
    return line.isClock(token)
        || line.isDay(token)
        || words.partsOfDay().containsKey(line.word(token))
        || line.isScheduled(token);
  }

  /** "Mon, Wed, Fri", of which one at most is a phrase. */
  private boolean isListOfWeekdays() {
    for (int i = 0; i < line.size(); i++) {
      boolean left = !line.isUsed(i) && isWeekday(i) && !line.isDeterminer(i - 1);
      if (left && (isWeekday(skipComma(i + 1, 1)) || isWeekday(skipComma(i - 1, -1)))) {
        return true;
      }
    }
    return false;
  }

  private boolean isWeekday(int token) {
    return words.weekdays().containsKey(line.word(token));
  }

  private int skipComma(int token, int step) {
    return line.isMark(token, ",") ? token + step : token;
  }

  /** "at 5pm EST". */
  private boolean isInOtherZone() {
    return line.schedule().stream()
        .mapToInt(Match::to)
        .anyMatch(i -> line.isAcronym(i) && words.context().zones().contains(line.word(i)));
  }

  private int skipPrepositions(int token) {
    int at = token;
    while (at < token + 2
        && at < line.size()
        && !words.startsPhrase(line.word(at))
        && isSkipped(line.word(at))) {
      at++;
    }
    return line.isEvery(at) || words.is(Particle.NEXT, line.word(at)) ? at + 1 : at;
  }

  private boolean isSkipped(String word) {
    return words.context().dayPrepositions().contains(word)
        || words.is(Particle.THE, word)
        || words.is(Particle.FROM, word)
        || words.is(Particle.FOR, word)
        || words.is(Particle.AT, word);
  }

  private boolean isInDay(int token) {
    return line.schedule().stream()
        .anyMatch(
            match ->
                !(match.meaning() instanceof Meaning.AtTime)
                    && match.from() <= token
                    && token < match.to());
  }

  /** "every day except Sunday", "every Monday in March", "every day until Easter". */
  boolean restrictRecurrence() {
    return line.schedule().stream().anyMatch(match -> restrictsAt(match.to()));
  }

  private boolean restrictsAt(int token) {
    if (line.isUsed(token)) {
      return false;
    }
    String word = line.word(token);
    if (words.context().exceptions().contains(word)
        || (words.is(Particle.UNTIL, word) && !line.hasEnd())) {
      return true;
    }
    if (words.is(Particle.BUT, word)) {
      return line.isDay(token + 1)
          || words.is(Particle.NOT, line.word(token + 1))
          || line.isDay(token + 2);
    }
    boolean restricts =
        words.is(Particle.IN, word)
            || words.is(Particle.OF, word)
            || words.is(Particle.DURING, word);
    if (!restricts) {
      return false;
    }
    int next = words.startsPhrase(line.word(token + 1)) ? token + 1 : skipDeterminer(token + 1);
    return words.months().containsKey(line.word(next))
        || words.context().occasions().contains(line.word(next))
        || words.units().containsKey(line.word(next));
  }

  private int skipDeterminer(int token) {
    return line.isDeterminer(token) ? token + 1 : token;
  }
}
