package dev.perennial.taskapi.quick;

import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.taskapi.quick.text.Words;
import dev.perennial.taskapi.quick.text.Words.Particle;
import dev.perennial.taskapi.quick.text.Words.Span;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds a day that is not understood among the words that no phrase uses. */
record UnknownDays(Line line, Words words) {

  private static final Pattern PARTS = Pattern.compile("[-–—/&+~]");
  private static final Pattern DATE = Pattern.compile("\\d{1,4}([-/.])\\d{1,2}(\\1\\d{1,4})?");
  private static final Pattern NUMBER_OF_TIMES = Pattern.compile("\\d{1,4}x?");

  UnknownDays(Line line) {
    this(line, line.words());
  }

  /** "the 21st", "Friday week", "in the spring", "3 days before Easter", "24/12". */
  boolean nameADay() {
    for (int i = 0; i < line.size(); i++) {
      if (!line.isUsed(i) && !line.word(i).isEmpty() && namesADay(i)) {
        return true;
      }
    }
    return false;
  }

  private boolean namesADay(int i) {
    return namesWeekday(i)
        || namesDate(i)
        || namesMonth(i)
        || namesOrdinal(i)
        || namesPeriod(i)
        || namesOccasion(i)
        || words.context().other().contains(line.word(i));
  }

  private boolean namesWeekday(int i) {
    String word = line.word(i);
    List<String> parts = Stream.of(PARTS.split(word)).toList();
    if (parts.size() > 1) {
      return parts.stream().anyMatch(this::isClearDay)
          || parts.stream().filter(words.weekdays()::containsKey).count() > 1
          || (words.context().dayPrepositions().contains(parts.getFirst())
              && words.months().containsKey(parts.getLast()));
    }
    boolean relative = words.daysFromToday().containsKey(word) || isTonight(word);
    if (!relative && !words.weekdays().containsKey(word) && !words.plurals().containsKey(word)) {
      return false;
    }
    if (words.doubtful().contains(word)) {
      return line.isPreposition(i - 1) && !line.isContent(i + 1);
    }
    boolean attribute = line.isDeterminer(i - 1) && line.isContent(i + 1);
    return !attribute;
  }

  private boolean isTonight(String word) {
    return words.is(Particle.TONIGHT, word);
  }

  private boolean isClearDay(String word) {
    return words.isDay(word) && !words.doubtful().contains(word);
  }

  private boolean namesDate(int i) {
    if (!DATE.matcher(line.word(i)).matches()) {
      return false;
    }
    List<String> parts = Stream.of(line.word(i).split("[-/.]")).toList();
    boolean whole = parts.size() > 2 && (parts.get(0).length() > 2 || parts.get(2).length() > 1);
    boolean dotted = i + 2 < line.size() && line.isMark(i + 1, ".");
    boolean mayBeDay =
        parts.stream().mapToInt(Integer::parseInt).allMatch(part -> part >= 1 && part <= 31);
    boolean slash = line.word(i).contains("/");
    return whole
        || (mayBeDay
            && (slash || dotted || line.isPreposition(i - 1))
            && !line.word(i).contains("-"));
  }

  private boolean namesMonth(int i) {
    return words.months().containsKey(line.word(i))
        && (line.isPreposition(i - 1)
            || line.isDigits(i - 1)
            || words.isOrdinalInDigits(line.word(i - 1)));
  }

  private boolean namesOrdinal(int i) {
    boolean digits = words.isOrdinalInDigits(line.word(i));
    if (!digits && !words.ordinals().containsKey(line.word(i))) {
      return false;
    }
    boolean led = line.isPreposition(words.is(Particle.THE, line.word(i - 1)) ? i - 2 : i - 1);
    return !line.isContent(i + 1) && (digits || led);
  }

  private boolean namesPeriod(int i) {
    String word = line.word(i).replaceAll("['’]$", "");
    boolean unit =
        words.units().containsKey(word)
            || words.partsOfDay().containsKey(word)
            || words.groups().containsKey(word);
    if (words.clockUnits().containsKey(word)) {
      return line.isEvery(i - 1) || (line.isNumber(i - 1) && line.isEvery(i - 2));
    }
    if (!unit) {
      return false;
    }
    int before = i - 1;
    boolean counted = line.isNumber(before) || words.is(Particle.OTHER, line.word(before));
    if (counted) {
      boolean relates =
          words.context().relations().contains(line.word(i + 1))
              || words.is(Particle.ON, line.word(i + 1));
      boolean range =
          words.context().joiners().contains(line.word(before - 1)) && line.isNumber(before - 2);
      int number = range ? before - 2 : before;
      int first = line.isDeterminer(number - 1) ? number - 2 : number - 1;
      return relates || line.isPreposition(first);
    }
    if (line.isDeterminer(before)) {
      return line.isPreposition(before - 1)
          || words.context().frequencies().contains(line.word(before - 1))
          || NUMBER_OF_TIMES.matcher(line.word(before - 1)).matches()
          || words.context().relations().contains(line.word(i + 1));
    }
    return line.isPreposition(before) || isHoliday(i);
  }

  /** "on Labor Day", "on Valentine's day". */
  private boolean isHoliday(int i) {
    Span unit = words.units().get(line.word(i));
    return unit != null
        && unit.unit() == Frequency.DAILY
        && !line.word(i - 1).isEmpty()
        && (line.isPreposition(i - 2)
            || (!line.word(i - 2).isEmpty() && line.isPreposition(i - 3)));
  }

  private boolean namesOccasion(int i) {
    if (!words.context().occasions().contains(line.word(i))) {
      return false;
    }
    if (isEve(i)) {
      return words.context().occasions().contains(line.word(i - 1))
          || words.context().possessives().contains(line.word(i - 1));
    }
    boolean determined = line.isDeterminer(i - 1);
    return line.isPreposition(determined ? i - 2 : i - 1) || isEve(i + 1);
  }

  /** The day before: of Christmas, of the new year. */
  private boolean isEve(int i) {
    return words.is(Particle.EVE, line.word(i));
  }
}
