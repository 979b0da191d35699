package dev.perennial.taskapi.quick.text;

/**
 * A word, a punctuation mark, or quoted text.
 *
 * @param typed as it is in the text
 * @param word in lower case; empty for quoted text, so that it matches no phrase
 * @param start its index in the text
 * @param end the index after its last character
 */
public record Token(Kind kind, String typed, String word, int start, int end) {

  enum Kind {
    WORD,
    MARK,
    QUOTED
  }

  public boolean isWord() {
    return kind == Kind.WORD;
  }

  /** Returns true for "Friday", and false for "friday", "FRIDAY" and "I". */
  public boolean isCapitalized() {
    return kind == Kind.WORD
        && typed.length() > 1
        && Character.isUpperCase(typed.charAt(0))
        && Character.isLowerCase(typed.charAt(1));
  }

  /** Returns true for "NASA". */
  public boolean isAcronym() {
    return kind == Kind.WORD
        && typed.length() > 1
        && typed.chars().allMatch(Character::isUpperCase);
  }

  public boolean isMark(String mark) {
    return kind == Kind.MARK && word.equals(mark);
  }
}
