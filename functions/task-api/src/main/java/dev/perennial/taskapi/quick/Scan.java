package dev.perennial.taskapi.quick;

import static java.util.Objects.requireNonNull;

import dev.perennial.events.Recurrence.Basis;
import dev.perennial.taskapi.quick.Words.Particle;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A place among the tokens. What is taken moves it on; what does not fit leaves it where it is. */
final class Scan {

  /** More digits are no number that people count with. */
  private static final int DIGITS = 4;

  private final List<Token> tokens;
  private final Words words;
  private int at;

  Scan(List<Token> tokens, int at, Words words) {
    this.tokens = tokens;
    this.at = at;
    this.words = words;
  }

  Words words() {
    return words;
  }

  int position() {
    return at;
  }

  void back(int position) {
    at = position;
  }

  /** The next word, in lower case; empty at the end and before what is no word. */
  String peek() {
    return at < tokens.size() && tokens.get(at).kind() == Token.Kind.WORD
        ? tokens.get(at).word()
        : "";
  }

  boolean sees(Particle particle) {
    return requireNonNull(words.particles().get(particle)).contains(peek());
  }

  boolean take(Particle particle) {
    boolean fits = sees(particle);
    at += fits ? 1 : 0;
    return fits;
  }

  <T> @Nullable T take(Map<String, T> meanings) {
    T meaning = meanings.get(peek());
    at += meaning == null ? 0 : 1;
    return meaning;
  }

  /** What the reader makes of the next word. */
  <T> @Nullable T takeWord(Function<String, @Nullable T> reader) {
    T meaning = peek().isEmpty() ? null : reader.apply(peek());
    at += meaning == null ? 0 : 1;
    return meaning;
  }

  /** The same for what is not the same in lower case. */
  <T> @Nullable T takeAsTyped(Function<String, @Nullable T> reader) {
    return takeWord(_ -> reader.apply(tokens.get(at).typed()));
  }

  /** A mark that follows without a space. */
  boolean takeGlued(String mark) {
    boolean fits =
        at > 0
            && at < tokens.size()
            && tokens.get(at).isMark(mark)
            && tokens.get(at - 1).end() == tokens.get(at).start();
    at += fits ? 1 : 0;
    return fits;
  }

  /** "every", or "every!", which counts from the completion; null if it is not there. */
  @Nullable Basis takeEvery() {
    if (!take(Particle.EVERY)) {
      return null;
    }
    return takeGlued("!") ? Basis.COMPLETION : Basis.DUE;
  }

  /** In digits or as a word. */
  @Nullable Integer takeNumber() {
    Integer number = take(words.numbers());
    return number == null ? takeWord(Scan::number) : number;
  }

  /** As a word, or in digits with a suffix. */
  @Nullable Integer takeOrdinal() {
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

  static @Nullable Integer number(String word) {
    boolean digits =
        !word.isEmpty()
            && word.length() <= DIGITS
            && word.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Integer.valueOf(word) : null;
  }
}
