package dev.perennial.runtime.web;

import java.util.Map;

/** What a function adds to its answer to {@code /health/ready}, such as which channels are on. */
@FunctionalInterface
public interface HealthDetails {

  /** By name; known without asking anybody, for the probe comes often. */
  Map<String, Object> details();
}
