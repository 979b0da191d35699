package dev.perennial.runtime.web;

import java.util.Map;

/**
 * Members that are added to the response of {@code /health/ready}, such as which channels are
 * configured. If there are several instances, the members of all are added.
 */
@FunctionalInterface
public interface HealthDetails {

  /** By name. Must not call another system, because the probe is frequent. */
  Map<String, Object> details();
}
