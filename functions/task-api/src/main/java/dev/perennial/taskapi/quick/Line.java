package dev.perennial.taskapi.quick;

import dev.perennial.taskapi.quick.phrase.Meaning;
import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Token;
import dev.perennial.taskapi.quick.text.Words;
import dev.perennial.taskapi.quick.text.Words.Particle;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/** The words of a line, and which of them a phrase uses. Any index may be outside of the line. */
final class Line {

  /** "3", "2-3" and "3/4". */
  private static final Pattern NUMBERS = Pattern.compile("\\d{1,4}([-–/.]\\d{1,4})?");

  private final List<Token> tokens;
  private final Words words;
  private final List<Match> matches;
  private final BitSet used = new BitSet();

  /**
   * @param matches those used
   */
  Line(List<Token> tokens, Words words, List<Match> matches) {
    this.tokens = tokens;
    this.words = words;
    this.matches = matches;
    matches.forEach(match -> used.set(match.from(), match.to()));
  }

  Words words() {
    return words;
  }

  int size() {
    return tokens.size();
  }

  /** Those that decide when the task is due. */
  List<Match> schedule() {
    return matches.stream().filter(match -> match.meaning().isSchedule()).toList();
  }

  /** Whether a phrase ends the recurrence. */
  boolean hasEnd() {
    return matches.stream()
        .map(Match::meaning)
        .anyMatch(
            meaning ->
                meaning instanceof Meaning.EndsOn
                    || meaning instanceof Meaning.EndsIn
                    || meaning instanceof Meaning.EndsAfter);
  }

  boolean isUsed(int i) {
    return used.get(i);
  }

  boolean isMark(int i, String mark) {
    return i >= 0 && i < tokens.size() && tokens.get(i).isMark(mark);
  }

  boolean isAcronym(int i) {
    return i < tokens.size() && tokens.get(i).isAcronym();
  }

  boolean isScheduled(int i) {
    return schedule().stream().anyMatch(match -> match.from() <= i && i < match.to());
  }

  boolean isDigits(int i) {
    return NUMBERS.matcher(word(i)).matches();
  }

  boolean isDay(int i) {
    return words.isDay(word(i))
        || words.months().containsKey(word(i))
        || (Scan.number(word(i)) != null && words.months().containsKey(word(i + 1)));
  }

  boolean isClock(int i) {
    return words.isClock(word(i));
  }

  boolean isDeterminer(int i) {
    return words.context().determiners().contains(word(i));
  }

  boolean isPreposition(int i) {
    return words.context().dayPrepositions().contains(word(i));
  }

  boolean isEvery(int i) {
    return words.is(Particle.EVERY, word(i));
  }

  boolean isNumber(int i) {
    return isDigits(i)
        || words.numbers().containsKey(word(i))
        || words.ordinals().containsKey(word(i))
        || words.isOrdinalInDigits(word(i))
        || words.context().vagueNumbers().contains(word(i));
  }

  /** Returns true for a word that starts no phrase and is no function word. */
  boolean isContent(int i) {
    return i < tokens.size() && !used.get(i) && new Scan(tokens, i, words, false).seesContent();
  }

  /** In lower case; empty for anything but a word. */
  String word(int i) {
    return i >= 0 && i < tokens.size() && tokens.get(i).isWord() ? tokens.get(i).word() : "";
  }
}
