package dev.perennial.taskapi.quick.text;

import dev.perennial.taskapi.quick.text.Token.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/** The title: a text without the matched tokens. */
public record Title(TokenizedText input, BitSet matched) {

  private static final Set<String> SEPARATORS = Set.of(",", ";", ":", "-", "–", "—");

  /** Empty if only marks would be left. */
  public String text() {
    List<Integer> left = withoutDanglingMarks();
    if (left.stream().allMatch(token -> input.tokens().get(token).kind() == Kind.MARK)) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    int before = -1;
    for (int token : left) {
      text.append(between(before, token)).append(input.tokens().get(token).typed());
      before = token;
    }
    return text.toString();
  }

  /** The text between neighbours; elsewhere a space, but none before a glued mark. */
  private String between(int before, int token) {
    if (before < 0) {
      return "";
    }
    List<Token> tokens = input.tokens();
    if (before + 1 == token) {
      return input.text().substring(tokens.get(before).end(), tokens.get(token).start());
    }
    boolean closes = tokens.get(token).kind() == Kind.MARK && input.isGlued(token);
    return closes ? "" : " ";
  }

  /** Removes the commas, colons and brackets around matched phrases. */
  private List<Integer> withoutDanglingMarks() {
    List<Integer> left = new ArrayList<>();
    for (int token = 0; token < input.tokens().size(); token++) {
      if (matched.get(token)) {
        continue;
      }
      boolean closesNothing =
          !left.isEmpty()
              && ((isMark(token, ")") && isEmptied(left.getLast(), token, "("))
                  || (isMark(token, "]") && isEmptied(left.getLast(), token, "[")));
      if (closesNothing) {
        left.removeLast();
      } else if (!(left.isEmpty() && separates(token) && token > 0) && !endsPhrase(token)) {
        left.add(token);
      }
    }
    while (!left.isEmpty() && separates(left.getLast()) && isFollowedByAPhrase(left.getLast())) {
      left.removeLast();
    }
    return left;
  }

  /** A separator after a phrase, and before another one or the end of the text. */
  private boolean endsPhrase(int token) {
    boolean last = token + 1 == input.tokens().size();
    return separates(token)
        && token > 0
        && matched.get(token - 1)
        && (last || matched.get(token + 1));
  }

  private boolean isEmptied(int opening, int closing, String bracket) {
    return isMark(opening, bracket) && opening + 1 < closing;
  }

  private boolean isFollowedByAPhrase(int token) {
    return matched.nextSetBit(token) >= 0;
  }

  private boolean separates(int token) {
    return SEPARATORS.contains(input.tokens().get(token).typed());
  }

  private boolean isMark(int token, String mark) {
    return input.tokens().get(token).isMark(mark);
  }
}
