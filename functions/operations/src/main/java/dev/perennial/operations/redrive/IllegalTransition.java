package dev.perennial.operations.redrive;

import java.util.Locale;

/** A redrive or a replay that has ended cannot be continued. */
public final class IllegalTransition extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String what;

  /**
   * @param what {@code redrive} or {@code replay}
   */
  public IllegalTransition(String what, String state) {
    super("the " + what + " is " + state.toLowerCase(Locale.ROOT), null, false, false);
    this.what = what;
  }

  /** The kind of the problem, for clients. */
  public String slug() {
    return what + "-ended";
  }
}
