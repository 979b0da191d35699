package dev.perennial.taskapi.quick.text;

import dev.perennial.taskapi.quick.text.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A text and its tokens, in order and separated by white space only. */
public record TokenizedText(String text, List<Token> tokens) {

  private static final String OPENING = "([";

  /** Zero-width space, word joiner and byte order mark; joiners are part of words. */
  private static final String INVISIBLE_SPACES = "\u200b\u2060\ufeff";

  private static final String CLOSING = ",;.:!?)]";

  public static TokenizedText of(String text) {
    List<Token> tokens = new ArrayList<>();
    Quotes quotes = new Quotes(text);
    int at = 0;
    while (at < text.length()) {
      if (isSpace(text.charAt(at))) {
        at++;
      } else {
        at = addChunk(text, at, quotes, tokens);
      }
    }
    return new TokenizedText(text, List.copyOf(tokens));
  }

  public String typed(int fromToken, int toToken) {
    return text.substring(tokens.get(fromToken).start(), tokens.get(toToken - 1).end());
  }

  /** Whether the token follows the previous one without white space. */
  boolean isGlued(int token) {
    return token > 0 && tokens.get(token - 1).end() == tokens.get(token).start();
  }

  /** Adds the tokens up to the next white space outside of quotes. */
  private static int addChunk(String text, int start, Quotes quotes, List<Token> tokens) {
    boolean quoted = false;
    int at = start;
    while (at < text.length() && !isSpace(text.charAt(at))) {
      int end = quotes.endOfQuoteAt(at);
      quoted |= end >= 0;
      at = end >= 0 ? end : at + 1;
    }
    if (quoted) {
      tokens.add(new Token(Kind.QUOTED, text.substring(start, at), "", start, at));
    } else {
      addWord(text, start, at, tokens);
    }
    return at;
  }

  private static void addWord(String text, int start, int end, List<Token> tokens) {
    int from = start;
    while (from < end && OPENING.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    int to = end;
    while (to > from && CLOSING.indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    addMarks(text, start, from, tokens);
    if (from < to) {
      String typed = text.substring(from, to);
      tokens.add(new Token(Kind.WORD, typed, typed.toLowerCase(Locale.ROOT), from, to));
    }
    addMarks(text, to, end, tokens);
  }

  private static void addMarks(String text, int start, int end, List<Token> tokens) {
    for (int at = start; at < end; at++) {
      String mark = text.substring(at, at + 1);
      tokens.add(new Token(Kind.MARK, mark, mark, at, at + 1));
    }
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || INVISIBLE_SPACES.indexOf(c) >= 0;
  }
}
