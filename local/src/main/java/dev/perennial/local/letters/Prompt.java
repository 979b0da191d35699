package dev.perennial.local.letters;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;

/** Asks the person at the terminal. */
record Prompt(PrintStream out, BufferedReader in) {

  /** Returns whether the answer is y; no answer is none. */
  boolean confirms(String question) throws IOException {
    out.print(question + " [y/N] ");
    out.flush();
    String answer = in.readLine();
    return answer != null && answer.strip().equalsIgnoreCase("y");
  }
}
