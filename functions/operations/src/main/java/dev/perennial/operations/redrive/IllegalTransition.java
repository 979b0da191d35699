package dev.perennial.operations.redrive;

import java.util.Locale;

/** A redrive that has ended cannot be continued. */
public final class IllegalTransition extends RuntimeException {

  private static final long serialVersionUID = 1L;

  IllegalTransition(String state) {
    super("the redrive is " + state.toLowerCase(Locale.ROOT), null, false, false);
  }
}
