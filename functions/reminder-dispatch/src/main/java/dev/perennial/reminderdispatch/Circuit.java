package dev.perennial.reminderdispatch;

import dev.perennial.reminders.delivery.Result;
import dev.perennial.runtime.ledger.TryLater;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a channel that is away from holding every invocation until its time is over. Only what says
 * that the channel is away counts against it: a server that refuses a message is there.
 */
final class Circuit {

  private static final int LAST_CALLS = 10;

  /** Below this many calls nothing is said: one lost connection is no outage. */
  private static final int AT_LEAST = 3;

  private static final int PROBES = 2;

  private final String name;
  private final CircuitBreaker breaker;

  /**
   * @param name of the channel, as people read it
   * @param rest how long an open circuit lets nothing through
   */
  Circuit(String name, Duration rest) {
    this.name = name;
    this.breaker =
        CircuitBreaker.of(
            name,
            CircuitBreakerConfig.custom()
                .slidingWindow(
                    LAST_CALLS,
                    AT_LEAST,
                    SlidingWindowType.COUNT_BASED,
                    CircuitBreakerConfig.SlidingWindowSynchronizationStrategy.LOCK_FREE)
                .waitDurationInOpenState(rest)
                .permittedNumberOfCallsInHalfOpenState(PROBES)
                .build());
  }

  /** Begins a call; empty if the channel is known to be away. */
  Optional<Call> enter() {
    return breaker.tryAcquirePermission() ? Optional.of(new Call()) : Optional.empty();
  }

  TryLater away() {
    return new TryLater(name + " is away");
  }

  boolean isOpen() {
    return breaker.getState() != State.CLOSED;
  }

  /** One call; one that came to nothing leaves the circuit as it was. */
  final class Call implements AutoCloseable {

    private boolean over;

    /** That nobody was asked says nothing about the channel. */
    void came(Result result) {
      switch (result) {
        case Result.Away(String reason) -> {
          over = true;
          breaker.onError(0, TimeUnit.NANOSECONDS, new NotDelivered(reason, null));
        }
        case Result.Sent(), Result.Refused(_), Result.Deferred(_) -> {
          over = true;
          breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        }
        case Result.Partly(_, Result rest) -> came(rest);
        case Result.Suppressed(_), Result.Impossible(_), Result.Crowded(_) -> {}
      }
    }

    @Override
    public void close() {
      if (!over) {
        breaker.releasePermission();
      }
    }
  }
}
