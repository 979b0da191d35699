package dev.perennial.runtime.http;

/** What text may hold so that Postgres can keep it and UTF-8 can carry it. */
public final class Texts {

  private Texts() {}

  /** Whether it has no NUL and no half of a surrogate pair. */
  public static boolean isStorable(String text) {
    return text.codePoints()
        .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
  }

  /** In characters as people and JSON Schema count them: code points. */
  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /**
   * The text with each half of a surrogate pair replaced, and not longer than a message may quote.
   */
  static String quotable(String text) {
    StringBuilder quoted = new StringBuilder();
    text.codePoints()
        .limit(100)
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(quoted::appendCodePoint);
    return quoted.toString();
  }
}
