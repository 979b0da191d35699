package dev.perennial.taskapi.quick.text;

import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.Weekday;
import dev.perennial.taskapi.quick.text.Words.Particle;
import dev.perennial.taskapi.quick.text.Words.Span;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A position in the tokens. The take methods advance it if they match, and else leave it. */
public final class Scan {

  /** Longer numbers are not counts or years. */
  private static final int MAX_DIGITS = 4;

  private final List<Token> tokens;
  private final Words words;
  private final int start;
  private final boolean afterDay;
  private int at;

  /**
   * @param afterDay whether a phrase with a day or a recurrence ends here
   */
  public Scan(List<Token> tokens, int at, Words words, boolean afterDay) {
    this.tokens = tokens;
    this.at = at;
    this.start = at;
    this.words = words;
    this.afterDay = afterDay;
  }

  public Words words() {
    return words;
  }

  public int position() {
    return at;
  }

  public void back(int position) {
    at = position;
  }

  /** The next token in lower case if it is a word; otherwise, and at the end, empty. */
  public String peek() {
    return wordAt(at);
  }

  /** As {@link #peek}, for the token after the next one. */
  public String peekSecond() {
    return wordAt(at + 1);
  }

  /** The word that was taken last. */
  public String previous() {
    return wordAt(at - 1);
  }

  public boolean sees(Particle particle) {
    return words.is(particle, peek());
  }

  public boolean isAfterDay() {
    return afterDay;
  }

  /** Returns true at the start of the text and after a punctuation mark. */
  public boolean isOpening() {
    return start == 0 || !tokens.get(start - 1).isWord();
  }

  /**
   * The word before the phrase, by its distance; empty if there is none or a mark is between them.
   */
  public String before(int distance) {
    for (int i = start - 1; i >= Math.max(0, start - distance); i--) {
      if (!tokens.get(i).isWord()) {
        return "";
      }
    }
    return wordAt(start - distance);
  }

  /** Returns true if the word before the phrase takes it as its object, or is its article. */
  public boolean isGoverned() {
    boolean everyMark =
        start > 1
            && tokens.get(start - 1).isMark("!")
            && words.is(Particle.EVERY, wordAt(start - 2));
    return everyMark || words.context().governors().contains(before(1)) || isCountedFrom();
  }

  /** "A week on Tuesday" is not Tuesday. */
  public boolean isCountedFrom() {
    String count = before(2);
    return !afterDay
        && words.units().containsKey(before(1))
        && (words.is(Particle.A, count) || words.numbers().containsKey(count) || isDigit(count));
  }

  /** Returns true if the next word starts no phrase and is no function word. */
  public boolean seesContent() {
    return contentAt(at);
  }

  /** Returns true if a word that starts no phrase and is no function word is at this token. */
  public boolean contentAt(int token) {
    String word = wordAt(token);
    if (word.isEmpty()) {
      return false;
    }
    int first = word.codePointAt(0);
    if (!Character.isLetterOrDigit(first)) {
      return "%°‰".indexOf(first) >= 0 || Character.getType(first) == Character.CURRENCY_SYMBOL;
    }
    boolean counts = number(word) != null || words.numbers().containsKey(word);
    if (counts) {
      String next = wordAt(token + 1);
      return !words.months().containsKey(next) && !words.is(Particle.TIMES, next);
    }
    return !words.startsPhrase(word) && !words.context().followers().contains(word);
  }

  /** Returns true for a phrase with a capital before another such word: "Sunday Times". */
  public boolean isPartOfName() {
    if (!isCapitalizedAt(start)) {
      return false;
    }
    int next = at;
    while (isCapitalizedAt(next) && words.partsOfDay().containsKey(wordAt(next))) {
      next++;
    }
    return isCapitalizedAt(next)
        && !words.startsPhrase(wordAt(next))
        && !words.context().followers().contains(wordAt(next));
  }

  /** Returns true for a phrase with a capital after an acronym: "USA Today". */
  public boolean endsName() {
    return start > 0 && isCapitalizedAt(start) && tokens.get(start - 1).isAcronym();
  }

  /** Returns true if the last word has a capital: "the day after Tomorrow". */
  public boolean isLastCapitalized() {
    return at > start && isCapitalizedAt(at - 1);
  }

  /** Returns true if the phrase starts with a lower-case word, and its last word has a capital. */
  public boolean endsWithCapital() {
    return at > start + 1
        && isCapitalizedAt(at - 1)
        && !Character.isUpperCase(tokens.get(start).typed().codePointAt(0));
  }

  public boolean isCapitalized() {
    return isCapitalizedAt(start);
  }

  private boolean isCapitalizedAt(int token) {
    return token < tokens.size() && tokens.get(token).isCapitalized();
  }

  private String wordAt(int token) {
    return token >= 0 && token < tokens.size() && tokens.get(token).isWord()
        ? tokens.get(token).word()
        : "";
  }

  public boolean take(Particle particle) {
    boolean fits = sees(particle);
    at += fits ? 1 : 0;
    return fits;
  }

  public <T> @Nullable T take(Map<String, T> meanings) {
    T meaning = meanings.get(peek());
    at += meaning == null ? 0 : 1;
    return meaning;
  }

  /** What the reader returns for the next word; null does not match. */
  public <T> @Nullable T takeWord(Function<String, @Nullable T> reader) {
    T meaning = peek().isEmpty() ? null : reader.apply(peek());
    at += meaning == null ? 0 : 1;
    return meaning;
  }

  /** As {@link #takeWord}, for the word as typed instead of in lower case. */
  public <T> @Nullable T takeAsTyped(Function<String, @Nullable T> reader) {
    return takeWord(_ -> reader.apply(tokens.get(at).typed()));
  }

  /** A mark that follows without a space. */
  public boolean takeGlued(String mark) {
    boolean fits =
        at > 0
            && at < tokens.size()
            && tokens.get(at).isMark(mark)
            && tokens.get(at - 1).end() == tokens.get(at).start();
    at += fits ? 1 : 0;
    return fits;
  }

  /** "every", or "every!", which counts from the completion; null for anything else. */
  public @Nullable Basis takeEvery() {
    int before = at;
    take(Particle.ON);
    if (!take(Particle.EVERY)) {
      at = before;
      return null;
    }
    return takeGlued("!") ? Basis.COMPLETION : Basis.DUE;
  }

  /** "weekday", "weekend", "working day"; null for anything else. */
  public @Nullable List<Weekday> takeGroup() {
    int before = at;
    if (take(Particle.WORKING)) {
      Span unit = take(words.units());
      if (unit != null && unit.count() == 1 && unit.unit() == Frequency.DAILY) {
        return words.groups().get("weekday");
      }
      at = before;
    }
    return take(words.groups());
  }

  /** In digits or as a word. */
  public @Nullable Integer takeNumber() {
    Integer number = take(words.numbers());
    return number == null ? takeWord(Scan::number) : number;
  }

  /** As a word, or in digits with a suffix. */
  public @Nullable Integer takeOrdinal() {
    Integer ordinal = take(words.ordinals());
    return ordinal == null ? takeWord(this::ordinal) : ordinal;
  }

  private @Nullable Integer ordinal(String word) {
    for (String suffix : words.ordinalSuffixes()) {
      if (word.endsWith(suffix)) {
        return number(word.substring(0, word.length() - suffix.length()));
      }
    }
    return null;
  }

  static boolean isDigit(String word) {
    return !word.isEmpty() && word.charAt(0) >= '0' && word.charAt(0) <= '9';
  }

  public static @Nullable Integer number(String word) {
    boolean digits =
        !word.isEmpty()
            && word.length() <= MAX_DIGITS
            && word.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Integer.valueOf(word) : null;
  }
}
