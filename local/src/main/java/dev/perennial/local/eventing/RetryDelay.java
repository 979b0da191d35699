package dev.perennial.local.eventing;

import dev.perennial.local.manifest.DeliverySpec;
import java.time.Duration;

/**
 * The delays of Knative's dispatcher: {@code delay * 2^n} or {@code delay * n} before the n-th
 * retry, n from 1. No jitter, no maximum, and {@code Retry-After} is ignored.
 */
final class RetryDelay {

  /** 2^40 delays are practically infinite; a few doublings more would overflow a Duration. */
  private static final int MAX_DOUBLINGS = 40;

  private RetryDelay() {}

  static Duration beforeRetry(int retry, DeliverySpec delivery) {
    return switch (delivery.backoffPolicy()) {
      case EXPONENTIAL ->
          delivery.backoffDelay().multipliedBy(1L << Math.min(retry, MAX_DOUBLINGS));
      case LINEAR -> delivery.backoffDelay().multipliedBy(retry);
    };
  }
}
