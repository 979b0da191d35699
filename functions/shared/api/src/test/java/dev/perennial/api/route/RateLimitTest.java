package dev.perennial.api.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.runtime.Settings;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final RateLimit limit = new RateLimit(20, 10, () -> now);

  @Test
  void a_full_bucket_is_accepted_at_once_and_no_more() {
    limit.take("ada", 19);
    limit.take("ada", 1);

    assertThatThrownBy(() -> limit.take("ada", 1)).isInstanceOf(ProblemException.class);
  }

  @Test
  void every_user_has_a_bucket() {
    limit.take("ada", 20);

    assertThatCode(() -> limit.take("grace", 20)).doesNotThrowAnyException();
  }

  @Test
  void tokens_become_available_again_up_to_the_capacity() {
    limit.take("ada", 20);
    now = now.plusMillis(500);
    assertThat(limit.headers("ada")).containsEntry("RateLimit", "\"user\";r=5;t=2");

    now = now.plusSeconds(3600);
    assertThat(limit.headers("ada")).containsEntry("RateLimit", "\"user\";r=20;t=0");
  }

  @Test
  void a_refusal_has_the_time_to_retry_and_takes_no_tokens() {
    limit.take("ada", 15);

    assertThatThrownBy(() -> limit.take("ada", 20))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(429);
              assertThat(problem.headers()).containsExactly(Map.entry("Retry-After", "2"));
            });
    assertThat(limit.headers("ada")).containsEntry("RateLimit", "\"user\";r=5;t=2");
    now = now.plusSeconds(2);
    limit.take("ada", 20);
  }

  @Test
  void the_time_to_retry_is_at_least_a_second() {
    limit.take("ada", 20);

    assertThatThrownBy(() -> limit.take("ada", 1))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.headers()).containsEntry("Retry-After", "1"));
  }

  @Test
  void the_policy_has_the_capacity_and_the_time_to_refill() {
    assertThat(limit.headers("ada")).containsEntry("RateLimit-Policy", "\"user\";q=20;w=2");
  }

  @Test
  void a_request_above_the_capacity_takes_the_whole_bucket() {
    limit.take("ada", 100);

    assertThatThrownBy(() -> limit.take("ada", 1)).isInstanceOf(ProblemException.class);
  }

  @Test
  void work_that_is_done_is_charged_beyond_what_is_left_and_at_most_a_bucket() {
    limit.take("ada", 15);

    limit.charge("ada", 1_000);

    assertThat(limit.headers("ada")).containsEntry("RateLimit", "\"user\";r=0;t=4");
    now = now.plusMillis(1_500);
    assertThatThrownBy(() -> limit.take("ada", 1)).isInstanceOf(ProblemException.class);
    now = now.plusMillis(100);
    limit.take("ada", 1);
  }

  @Test
  void a_thousand_requests_at_once_are_accepted_by_default() {
    var defaultFor = RateLimit.from(new Settings("task-api", Map.of()), () -> now);

    for (int i = 0; i < 1_000; i++) {
      defaultFor.take("ada", 1);
    }
    assertThat(defaultFor.headers("ada"))
        .containsEntry("RateLimit-Policy", "\"user\";q=2000;w=20")
        .containsEntry("RateLimit", "\"user\";r=1000;t=10");
  }

  @Test
  void a_limit_of_zero_is_no_limit() {
    var off = RateLimit.from(new Settings("task-api", Map.of("RATE_LIMIT_BURST", "0")), () -> now);

    off.take("ada", 1_000_000);
    off.take("ada", 1_000_000);
    assertThat(off.headers("ada")).isEmpty();
  }

  @Test
  void the_least_recently_used_bucket_is_dropped() {
    limit.take("ada", 20);
    limit.take("grace", 20);
    for (int i = 0; i < 9_999; i++) {
      limit.take("user " + i, 1);
    }

    assertThatThrownBy(() -> limit.take("grace", 1)).isInstanceOf(ProblemException.class);
    assertThatCode(() -> limit.take("ada", 20)).doesNotThrowAnyException();
  }
}
