package dev.perennial.reminderscheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.ProfileSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The mail that asks a person to confirm their e-mail address is handed on once a request. */
class ConfirmationsIT {

  private static final Instant REQUESTED =
      Instant.now().truncatedTo(ChronoUnit.MICROS).minusSeconds(1);

  private final Scene scene = new Scene();

  @Test
  void a_request_is_handed_on_once_whatever_profile_events_follow() {
    scene.profileIs(profile(1, REQUESTED));
    scene.profileIs(profile(2, REQUESTED));
    scene.profileIs(profile(1, REQUESTED));

    assertThat(scene.types()).containsExactly("dev.perennial.reminder.due.v1");
    assertThat(scene.emitted("$.notification.kind")).containsExactly("\"confirmation\"");
  }

  @Test
  void another_request_is_handed_on_too() {
    scene.profileIs(profile(1, REQUESTED));
    scene.profileIs(profile(2, REQUESTED.plusMillis(1)));

    assertThat(scene.emitted("$.notification.kind")).hasSize(2);
  }

  @Test
  void an_older_profile_or_one_that_requests_nothing_hands_nothing_on() {
    scene.profileIs(profile(2, null));
    scene.profileIs(profile(1, REQUESTED));

    assertThat(scene.types()).isEmpty();
  }

  @Test
  void a_request_whose_link_is_not_valid_any_longer_is_not_handed_on() {
    scene.profileIs(profile(1, REQUESTED.minus(ProfileSnapshot.CONFIRMATION_LIFETIME)));
    scene.profileIs(profile(2, REQUESTED.minus(Duration.ofDays(90))));

    assertThat(scene.types()).isEmpty();
  }

  private ProfileSnapshot profile(long version, @Nullable Instant requestedAt) {
    return new ProfileSnapshot(
        scene.ada,
        null,
        null,
        null,
        "ada@example.org",
        null,
        requestedAt,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        version,
        Instant.now());
  }
}
