package dev.perennial.runtime.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Awaitility waits for two minutes, unless a test says otherwise, so that only a hang fails: its
 * own ten seconds are too few on a machine with other work. Found by JUnit for each module that has
 * the test kit.
 */
public final class PatientAwaitility implements BeforeAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
  }
}
