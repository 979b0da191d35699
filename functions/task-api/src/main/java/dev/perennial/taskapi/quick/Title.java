package dev.perennial.taskapi.quick;

import dev.perennial.taskapi.quick.Token.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What is left of a sentence without the phrases that were understood. */
record Title(Sentence sentence, BitSet understood) {

  /** Empty if nothing is left that says anything. */
  String text() {
    List<Integer> left = withoutDanglingMarks();
    if (left.stream().allMatch(token -> sentence.tokens().get(token).kind() == Kind.MARK)) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    int before = -1;
    for (int token : left) {
      text.append(between(before, token)).append(sentence.tokens().get(token).typed());
      before = token;
    }
    return text.toString();
  }

  /** As typed between neighbours; a seam is a space, but none before a mark that was glued. */
  private String between(int before, int token) {
    if (before < 0) {
      return "";
    }
    List<Token> tokens = sentence.tokens();
    if (before + 1 == token) {
      return sentence.text().substring(tokens.get(before).end(), tokens.get(token).start());
    }
    boolean closes = tokens.get(token).kind() == Kind.MARK && sentence.isGlued(token);
    return closes ? "" : " ";
  }

  /** The comma, the colon or the brackets that stood around a phrase go with it. */
  private List<Integer> withoutDanglingMarks() {
    List<Integer> left = new ArrayList<>();
    for (int token = 0; token < sentence.tokens().size(); token++) {
      if (understood.get(token)) {
        continue;
      }
      boolean closesNothing =
          isMark(token, ")") && !left.isEmpty() && isEmptied(left.getLast(), token);
      if (closesNothing) {
        left.removeLast();
      } else if (!(left.isEmpty() && separates(token) && token > 0)) {
        left.add(token);
      }
    }
    while (!left.isEmpty() && separates(left.getLast()) && isFollowedByAPhrase(left.getLast())) {
      left.removeLast();
    }
    return left;
  }

  private boolean isEmptied(int opening, int closing) {
    return isMark(opening, "(") && opening + 1 < closing;
  }

  private boolean isFollowedByAPhrase(int token) {
    return understood.nextSetBit(token) >= 0;
  }

  private boolean separates(int token) {
    return isMark(token, ",") || isMark(token, ";") || isMark(token, ":");
  }

  private boolean isMark(int token, String mark) {
    return sentence.tokens().get(token).isMark(mark);
  }
}
