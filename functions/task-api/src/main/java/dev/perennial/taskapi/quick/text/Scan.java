package dev.perennial.taskapi.quick.text;

import static java.util.Objects.requireNonNull;

import dev.perennial.events.Recurrence.Basis;
import dev.perennial.taskapi.quick.text.Words.Particle;
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
  private int at;

  public Scan(List<Token> tokens, int at, Words words) {
    this.tokens = tokens;
    this.at = at;
    this.words = words;
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
    return at < tokens.size() && tokens.get(at).kind() == Token.Kind.WORD
        ? tokens.get(at).word()
        : "";
  }

  public boolean sees(Particle particle) {
    return requireNonNull(words.particles().get(particle)).contains(peek());
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
    if (!take(Particle.EVERY)) {
      return null;
    }
    return takeGlued("!") ? Basis.COMPLETION : Basis.DUE;
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

  public static @Nullable Integer number(String word) {
    boolean digits =
        !word.isEmpty()
            && word.length() <= MAX_DIGITS
            && word.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Integer.valueOf(word) : null;
  }
}
