package dev.perennial.api.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final MemoryBudget budget = new MemoryBudget(1000);

  @Test
  void a_user_gets_a_quarter_at_most_and_others_get_the_rest() {
    assertThat(budget.tryReserve("ada", 200)).isPresent();
    assertThat(budget.tryReserve("ada", 60)).isEmpty();
    assertThat(budget.tryReserve("ada", 50)).isPresent();
    assertThat(budget.tryReserve("grace", 250)).isPresent();
  }

  @Test
  void no_user_gets_more_than_is_free() {
    for (int i = 0; i < 4; i++) {
      assertThat(budget.tryReserve("user-" + i, 240)).isPresent();
    }

    assertThat(budget.tryReserve("ada", 41)).isEmpty();
    assertThat(budget.tryReserve("ada", 40)).isPresent();
  }

  @Test
  void an_unused_budget_grants_more_than_it_has() {
    try (var all = budget.tryReserve("ada", 5000).orElseThrow()) {
      assertThat(budget.tryReserve("grace", 1)).isEmpty();
      all.resize(900);
      assertThat(budget.tryReserve("grace", 1)).isPresent();
    }
  }

  @Test
  void a_closed_reservation_is_free_again_once() {
    var first = budget.tryReserve("ada", 250).orElseThrow();
    first.close();
    first.close();

    assertThat(budget.tryReserve("ada", 250)).isPresent();
    assertThat(budget.tryReserve("ada", 1)).isEmpty();
  }

  @Test
  void a_reservation_that_is_not_free_in_time_is_empty() throws Exception {
    try (var _ = budget.tryReserve("ada", 250).orElseThrow()) {
      assertThat(budget.reserve("ada", 1, Duration.ofMillis(1))).isEmpty();
    }
  }

  @Test
  void a_waiting_reservation_gets_what_another_one_releases() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor();
        var first = budget.tryReserve("ada", 250).orElseThrow()) {
      var second = executor.submit(() -> budget.reserve("ada", 200, LONG));
      await("it waits").until(() -> budget.waiting() == 1);
      first.resize(50);

      assertThat(second.get()).isPresent();
    }
  }
}
