package dev.perennial.local.capture;

import java.util.List;

/** Takes what would leave this machine, shows it, and fails as the real one may. */
public interface CaptureServer {

  /** What it has taken, the newest first. */
  List<?> items();

  void clear();

  /**
   * Makes the next ones fail.
   *
   * @throws IllegalArgumentException if the order makes no sense; says what would
   */
  void inject(InjectedFailure failure);
}
