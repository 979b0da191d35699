package dev.perennial.taskapi.quick.text;

import static java.lang.Character.isLetterOrDigit;
import static java.lang.Character.isWhitespace;

/** Finds the quoted parts of a text. */
record Quotes(String text) {

  private static final int NONE = -1;

  /** The index after the closing quote, if a quote opens here and is closed; otherwise -1. */
  int endOfQuoteAt(int start) {
    return switch (text.charAt(start)) {
      case '"' -> after(text.indexOf('"', start + 1));
      case '“' -> after(text.indexOf('”', start + 1));
      case '„' -> after(firstOf('“', '”', start + 1));
      case '«' -> after(text.indexOf('»', start + 1));
      case '\'', '‘' -> endOfSingle(start);
      default -> NONE;
    };
  }

  private static int after(int closing) {
    return closing < 0 ? NONE : closing + 1;
  }

  private int firstOf(char one, char other, int from) {
    int first = text.indexOf(one, from);
    int second = text.indexOf(other, from);
    return first < 0 || second < 0 ? Math.max(first, second) : Math.min(first, second);
  }

  /** A single quote opens before a word and closes after one; otherwise it is an apostrophe. */
  private int endOfSingle(int start) {
    if (start > 0 && isLetterOrDigit(text.charAt(start - 1))) {
      return NONE;
    }
    char closing = text.charAt(start) == '‘' ? '’' : '\'';
    int at = text.indexOf(closing, start + 1);
    while (at >= 0 && !closes(at)) {
      at = text.indexOf(closing, at + 1);
    }
    return after(at);
  }

  private boolean closes(int at) {
    return !isWhitespace(text.charAt(at - 1))
        && (at + 1 == text.length() || !isLetterOrDigit(text.charAt(at + 1)));
  }
}
