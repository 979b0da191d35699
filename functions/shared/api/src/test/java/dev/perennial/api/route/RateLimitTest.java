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
  void a_full_bucket_goes_through_at_once_and_no_more() {
    limit.take("ada", 19);
    limit.take("ada", 1);

    assertThatThrownBy(() -> limit.take("ada", 1)).isInstanceOf(ProblemException.class);
  }

  @Test
  void everybody_has_their_own() {
    limit.take("ada", 20);

    assertThatCode(() -> limit.take("grace", 20)).doesNotThrowAnyException();
  }

  @Test
  void what_was_taken_comes_back_with_time_and_not_beyond_full() {
    limit.take("ada", 20);
    now = now.plusMillis(500);
    assertThat(limit.headers("ada")).containsEntry("RateLimit", "\"user\";r=5;t=2");

    now = now.plusSeconds(3600);
    assertThat(limit.headers("ada")).containsEntry("RateLimit", "\"user\";r=20;t=0");
  }

  @Test
  void who_is_refused_is_told_when_there_is_room_and_pays_nothing() {
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
  void there_is_always_a_second_to_wait() {
    limit.take("ada", 20);

    assertThatThrownBy(() -> limit.take("ada", 1))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.headers()).containsEntry("Retry-After", "1"));
  }

  @Test
  void the_policy_is_what_a_bucket_holds_and_how_long_it_takes_to_fill() {
    assertThat(limit.headers("ada")).containsEntry("RateLimit-Policy", "\"user\";q=20;w=2");
  }

  @Test
  void more_than_a_bucket_holds_takes_all_of_it() {
    limit.take("ada", 100);

    assertThatThrownBy(() -> limit.take("ada", 1)).isInstanceOf(ProblemException.class);
  }

  @Test
  void a_thousand_at_once_go_through_unless_told() {
    var defaultFor = RateLimit.from(new Settings("task-api", Map.of()), () -> now);

    for (int i = 0; i < 1_000; i++) {
      defaultFor.take("ada", 1);
    }
    assertThat(defaultFor.headers("ada"))
        .containsEntry("RateLimit-Policy", "\"user\";q=2000;w=20")
        .containsEntry("RateLimit", "\"user\";r=1000;t=10");
  }

  @Test
  void a_limit_of_nothing_is_none() {
    var off = RateLimit.from(new Settings("task-api", Map.of("RATE_LIMIT_BURST", "0")), () -> now);

    off.take("ada", 1_000_000);
    off.take("ada", 1_000_000);
    assertThat(off.headers("ada")).isEmpty();
  }

  @Test
  void who_has_not_been_seen_for_longest_is_forgotten() {
    limit.take("ada", 20);
    limit.take("grace", 20);
    for (int i = 0; i < 9_999; i++) {
      limit.take("user " + i, 1);
    }

    assertThatThrownBy(() -> limit.take("grace", 1)).isInstanceOf(ProblemException.class);
    assertThatCode(() -> limit.take("ada", 20)).doesNotThrowAnyException();
  }
}
