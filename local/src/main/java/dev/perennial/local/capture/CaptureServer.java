package dev.perennial.local.capture;

import java.util.List;

/**
 * Captures messages that would leave this machine, lists them, and fails on request like the real
 * server.
 */
public interface CaptureServer {

  /** Returns the captured messages, newest first. */
  List<?> items();

  void clear();

  /**
   * Makes the next messages fail. Replaces an earlier failure.
   *
   * @throws IllegalArgumentException if the failure is invalid; the message lists the valid kinds
   */
  void inject(InjectedFailure failure);
}
