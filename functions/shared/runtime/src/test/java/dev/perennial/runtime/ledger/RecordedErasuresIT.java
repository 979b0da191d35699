package dev.perennial.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.testkit.TestPostgres;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only what task-api has recorded confirms an erasure. */
class RecordedErasuresIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();

  private final String ada = "ada-" + UUID.randomUUID();
  private final Instant erasedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);

  @ParameterizedTest
  @ValueSource(
      strings = {"audit-sink", "reminder-scheduler", "sync-push", "task-insights", "usage"})
  void an_erasure_is_confirmed_with_its_recorded_time_and_nothing_later_is(String function) {
    POSTGRES.recordErasure(ada, erasedAt);

    try (var database = Database.open(POSTGRES.settings(function))) {
      var erasures = new RecordedErasures(database);

      assertThat(erasures.confirm(ada, erasedAt)).isEqualTo(erasedAt);
      assertThat(erasures.confirm(ada, erasedAt.minusSeconds(60))).isEqualTo(erasedAt);
      assertThatExceptionOfType(Unprocessable.class)
          .isThrownBy(() -> erasures.confirm(ada, erasedAt.plusSeconds(1)))
          .withMessageContaining("nothing is erased");
      assertThatExceptionOfType(Unprocessable.class)
          .isThrownBy(() -> erasures.confirm("grace-" + ada, erasedAt));
    }
  }

  @Test
  void of_two_erasures_the_reported_one_is_confirmed() {
    var again = erasedAt.plusSeconds(3600);
    POSTGRES.recordErasure(ada, again);
    POSTGRES.recordErasure(ada, erasedAt);

    try (var database = Database.open(POSTGRES.settings("audit-sink"))) {
      var erasures = new RecordedErasures(database);

      assertThat(erasures.confirm(ada, erasedAt)).isEqualTo(erasedAt);
      assertThat(erasures.confirm(ada, again)).isEqualTo(again);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reminder-dispatch", "on-completed-recurrence", "task-api"})
  void a_function_without_the_right_fails_and_parks_nothing(String function) {
    try (var database = Database.open(POSTGRES.settings(function))) {
      assertThatThrownBy(() -> new RecordedErasures(database).confirm(ada, erasedAt))
          .isNotInstanceOf(Unprocessable.class)
          .hasStackTraceContaining("permission denied");
    }
  }
}
