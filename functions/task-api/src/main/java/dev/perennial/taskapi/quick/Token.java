package dev.perennial.taskapi.quick;

/**
 * A word, a mark of punctuation, or something in quotes.
 *
 * @param typed as it stands in the text
 * @param word in lower case; empty if it is in quotes, so that it is no word of the grammar
 * @param start where it is in the text
 * @param end after its last character
 */
record Token(Kind kind, String typed, String word, int start, int end) {

  enum Kind {
    WORD,
    MARK,
    QUOTED
  }

  boolean isMark(String mark) {
    return kind == Kind.MARK && word.equals(mark);
  }
}
