package dev.perennial.reminderdispatch;

import dev.perennial.reminderdispatch.channel.SendResult;
import dev.perennial.runtime.ledger.TryLater;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The circuit breaker of a channel: while the channel is unavailable, no invocation waits for it. A
 * server that rejects a message is available and does not count as a failure.
 */
final class Circuit {

  private static final int LAST_CALLS = 10;

  /** With fewer calls the circuit stays closed: one lost connection is no outage. */
  private static final int AT_LEAST = 3;

  private static final int PROBES = 2;

  private final String name;
  private final CircuitBreaker breaker;

  /**
   * @param name of the channel, for messages
   * @param openFor how long an open circuit rejects calls before it lets probes through
   */
  Circuit(String name, Duration openFor) {
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
                .waitDurationInOpenState(openFor)
                .permittedNumberOfCallsInHalfOpenState(PROBES)
                .build());
  }

  /** Starts a call; empty if the circuit is open. */
  Optional<Call> enter() {
    return breaker.tryAcquirePermission() ? Optional.of(new Call()) : Optional.empty();
  }

  TryLater unavailable() {
    return new TryLater(name + " is unavailable");
  }

  boolean isOpen() {
    return breaker.getState() != State.CLOSED;
  }

  /** A call to the channel. A call that ends without {@link #record} changes nothing. */
  final class Call implements AutoCloseable {

    private boolean isRecorded;

    /** Records the result, unless the other side was not contacted. */
    void record(SendResult result) {
      switch (result) {
        case SendResult.Unavailable(String reason) -> {
          isRecorded = true;
          breaker.onError(0, TimeUnit.NANOSECONDS, new TransientDeliveryFailure(reason, null));
        }
        case SendResult.Sent(), SendResult.Rejected(_), SendResult.Deferred(_) -> {
          isRecorded = true;
          breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        }
        case SendResult.Partial(_, SendResult rest) -> record(rest);
        case SendResult.Suppressed(_), SendResult.Undeliverable(_), SendResult.NoCapacity(_) -> {}
      }
    }

    @Override
    public void close() {
      if (!isRecorded) {
        breaker.releasePermission();
      }
    }
  }
}
