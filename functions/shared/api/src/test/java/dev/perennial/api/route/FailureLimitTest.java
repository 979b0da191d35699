package dev.perennial.api.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.problem.ProblemException;
import io.github.bucket4j.TimeMeter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailureLimitTest {

  private static final ProblemException NO_TOKEN =
      ProblemException.unauthorized("Bearer realm=\"test\"", "a token is required");

  private final AtomicLong nanos = new AtomicLong();
  private final FailureLimit limit = new FailureLimit(2, 1, time());

  @Test
  void failures_beyond_the_limit_become_a_429_with_the_challenge() {
    assertThat(limit.count(NO_TOKEN)).isSameAs(NO_TOKEN);
    assertThat(limit.count(NO_TOKEN)).isSameAs(NO_TOKEN);

    ProblemException refused = limit.count(NO_TOKEN);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.headers())
        .containsEntry("Retry-After", "1")
        .containsEntry("RateLimit-Policy", "\"failures\";q=2;w=2")
        .containsEntry("RateLimit", "\"failures\";r=0;t=2")
        .containsEntry("WWW-Authenticate", "Bearer realm=\"test\"");
  }

  @Test
  void failures_are_admitted_again_after_some_time() {
    for (int i = 0; i < 3; i++) {
      limit.count(NO_TOKEN);
    }
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));

    assertThat(limit.count(NO_TOKEN).status()).isEqualTo(401);
    assertThat(limit.count(NO_TOKEN).status()).isEqualTo(429);
  }

  @Test
  void a_limit_of_zero_is_no_limit() {
    var off = new FailureLimit(0, 1, time());

    for (int i = 0; i < 10_000; i++) {
      assertThat(off.count(NO_TOKEN)).isSameAs(NO_TOKEN);
    }
  }

  private TimeMeter time() {
    return new TimeMeter() {
      @Override
      public long currentTimeNanos() {
        return nanos.get();
      }

      @Override
      public boolean isWallClockBased() {
        return true;
      }
    };
  }
}
