package dev.perennial.e2e;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Order;

/**
 * One running system for all tests that can share it, started by the first one, stopped with the
 * JVM.
 */
final class SharedSystem {

  /**
   * The order of classes that measure time or start another system: they run after the others, when
   * the systems of the concurrent classes have started.
   */
  static final int LATE = Order.DEFAULT + 1;

  private static final RunningSystem SYSTEM = RunningSystem.start(Duration.ofSeconds(60));

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(SYSTEM::close));
  }

  private SharedSystem() {}

  static RunningSystem get() {
    return SYSTEM;
  }

  /** The id of a new user. */
  static String newUser() {
    return "user-" + UUID.randomUUID().toString().substring(0, 8);
  }

  static Topic taskEvents() {
    return new Topic(SYSTEM.kafka(), "task-events");
  }

  static Topic deadLetters() {
    return new Topic(SYSTEM.kafka(), "dead-letters");
  }
}
