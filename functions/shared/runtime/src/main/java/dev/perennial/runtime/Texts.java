package dev.perennial.runtime;

/** Checks text that Postgres stores and UTF-8 encodes without loss. */
public final class Texts {

  private Texts() {}

  /** True if the text has no NUL and no unpaired surrogate. */
  public static boolean isStorable(String text) {
    return text.codePoints()
        .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
  }

  /** The length in code points, as JSON Schema counts characters (RFC 8259). */
  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** The first 100 code points, with unpaired surrogates replaced, for error messages. */
  public static String quotable(String text) {
    StringBuilder quoted = new StringBuilder();
    text.codePoints()
        .limit(100)
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(quoted::appendCodePoint);
    return quoted.toString();
  }
}
