package dev.perennial.e2e;

import java.time.Duration;
import java.util.UUID;

/**
 * One running system for all journeys that can share it, started by the first, stopped with the
 * JVM.
 */
final class SharedSystem {

  private static final RunningSystem SYSTEM = RunningSystem.start(Duration.ofSeconds(60));

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(SYSTEM::close));
  }

  private SharedSystem() {}

  static RunningSystem get() {
    return SYSTEM;
  }

  /** The name of somebody who was never here. */
  static String somebody() {
    return "user-" + UUID.randomUUID().toString().substring(0, 8);
  }

  static Topic taskEvents() {
    return new Topic(SYSTEM.kafka(), "task-events");
  }

  static Topic deadLetters() {
    return new Topic(SYSTEM.kafka(), "dead-letters");
  }
}
