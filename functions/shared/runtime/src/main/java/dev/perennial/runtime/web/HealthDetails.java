package dev.perennial.runtime.web;

import java.util.Map;

/**
 * What is added to the answer to {@code /health/ready}, such as which channels are on; of several
 * the members of each.
 */
@FunctionalInterface
public interface HealthDetails {

  /** By name; known without asking anybody, for the probe comes often. */
  Map<String, Object> details();
}
