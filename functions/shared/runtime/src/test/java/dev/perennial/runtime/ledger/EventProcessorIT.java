package dev.perennial.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.testkit.Gate;
import dev.perennial.runtime.testkit.TestPostgres;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EventProcessorIT {

  private static final String FUNCTION = "on-completed-recurrence";
  private static final RetrySchedule QUICK =
      new RetrySchedule(List.of(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3)));
  private static final RetrySchedule NEVER_AGAIN_TODAY =
      new RetrySchedule(List.of(Duration.ofHours(1)));

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static Database database;

  private final AtomicInteger handled = new AtomicInteger();

  @BeforeAll
  static void openDatabase() {
    database = Database.open(POSTGRES.settings(FUNCTION));
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
  }

  @Test
  void handles_an_event_once_however_often_it_is_delivered() throws Exception {
    var processor = processor(event -> handled.incrementAndGet());
    var event = anyEvent();

    assertThat(processor.process(event)).isEqualTo(new Answer.Done());
    assertThat(processor.process(event)).isEqualTo(new Answer.Done());

    assertThat(handled).hasValue(1);
    assertThat(stateOf(event)).isEqualTo("COMPLETED 1");
  }

  @Test
  void handles_an_event_once_when_32_deliveries_arrive_together() throws Exception {
    var processor = processor(event -> handled.incrementAndGet());
    var event = anyEvent();

    var answers = together(32, () -> processor.process(event));

    assertThat(handled).hasValue(1);
    assertThat(answers).contains(new Answer.Done());
    assertThat(answers).isSubsetOf(new Answer.Done(), new Answer.Running());
  }

  @Test
  void answers_running_without_waiting_while_another_delivery_is_in_its_transaction()
      throws Exception {
    var gate = new Gate();
    var slow = processor(event -> gate.pass());
    var event = anyEvent();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = executor.submit(() -> slow.process(event));
      gate.awaitReached();

      assertThat(processor(e -> handled.incrementAndGet()).process(event))
          .isEqualTo(new Answer.Running());

      gate.open();
      assertThat(first.get()).isEqualTo(new Answer.Done());
    }
    assertThat(handled).hasValue(0);
  }

  @Test
  void rolls_the_entry_back_with_the_work_and_tries_a_passing_fault_again() throws Exception {
    var processor =
        processor(
            event -> {
              if (handled.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
              }
            });
    var event = anyEvent();

    assertThat(processor.process(event)).isEqualTo(new Answer.Done());

    assertThat(handled).hasValue(3);
    assertThat(stateOf(event)).isEqualTo("COMPLETED 3");
  }

  @Test
  void parks_the_event_with_its_reason_when_the_fourth_attempt_fails() throws Exception {
    var processor =
        processor(
            event -> {
              handled.incrementAndGet();
              throw new IllegalStateException("still not");
            });
    var event = anyEvent();

    assertThat(processor.process(event))
        .isEqualTo(new Answer.Parked("IllegalStateException: still not"));

    assertThat(handled).hasValue(4);
    assertThat(stateOf(event)).isEqualTo("PARKED 4");
    assertThat(ledger(event, "convert_from(data, 'UTF8')")).isEqualTo("{}");
    assertThat(ledger(event, "attributes ->> 'id'")).isEqualTo(event.getId());
  }

  @Test
  void parks_at_once_what_can_never_work_and_says_so_again_to_a_second_delivery() throws Exception {
    var processor =
        processor(
            event -> {
              handled.incrementAndGet();
              throw new Unprocessable("no such task");
            });
    var event = anyEvent();

    assertThat(processor.process(event)).isEqualTo(new Answer.Parked("no such task"));
    assertThat(processor.process(event)).isEqualTo(new Answer.Parked("no such task"));

    assertThat(handled).hasValue(1);
    assertThat(stateOf(event)).isEqualTo("PARKED 1");
  }

  @Test
  void goes_on_counting_where_a_crashed_process_left_off() throws Exception {
    var event = anyEvent();
    POSTGRES.execute(
        """
        INSERT INTO runtime.ledger
          (consumer, source, event_id, event_type, state, attempts, lease, leased_until, reason)
        VALUES ('%s', '%s', '%s', 'test', 'RETRYING', 3, gen_random_uuid(), now() - interval '1 second', 'crashed')
        """
            .formatted(FUNCTION, event.getSource(), event.getId()));
    var processor =
        processor(
            e -> {
              handled.incrementAndGet();
              throw new IllegalStateException("again");
            });

    assertThat(processor.process(event)).isInstanceOf(Answer.Parked.class);

    assertThat(handled).hasValue(1);
    assertThat(stateOf(event)).isEqualTo("PARKED 4");
  }

  @Test
  void leaves_an_event_alone_whose_other_delivery_waits_for_its_next_attempt() throws Exception {
    var event = anyEvent();
    POSTGRES.execute(
        """
        INSERT INTO runtime.ledger
          (consumer, source, event_id, event_type, state, attempts, lease, leased_until, reason)
        VALUES ('%s', '%s', '%s', 'test', 'RETRYING', 1, gen_random_uuid(), now() + interval '1 hour', 'waits')
        """
            .formatted(FUNCTION, event.getSource(), event.getId()));

    assertThat(processor(e -> handled.incrementAndGet()).process(event))
        .isEqualTo(new Answer.Running());

    assertThat(handled).hasValue(0);
    assertThat(stateOf(event)).isEqualTo("RETRYING 1");
  }

  @Test
  void gives_a_waiting_event_back_when_it_is_told_to_stop() throws Exception {
    var failed = new CountDownLatch(1);
    var stopped =
        new EventProcessor(
            database,
            event -> {
              failed.countDown();
              throw new IllegalStateException("once");
            },
            NEVER_AGAIN_TODAY);
    var event = anyEvent();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var answer = executor.submit(() -> stopped.process(event));
      failed.await();
      stopped.stop();
      assertThat(answer.get()).isInstanceOf(Answer.Unavailable.class);
    }

    assertThat(processor(e -> handled.incrementAndGet()).process(event))
        .isEqualTo(new Answer.Done());
    assertThat(stateOf(event)).isEqualTo("COMPLETED 2");
  }

  @Test
  void does_not_see_what_another_function_has_handled() throws Exception {
    var event = anyEvent();
    POSTGRES.execute(
        """
        INSERT INTO runtime.ledger (consumer, source, event_id, event_type, state, attempts)
        VALUES ('another-function', '%s', '%s', 'test', 'COMPLETED', 1)
        """
            .formatted(event.getSource(), event.getId()));

    assertThat(processor(e -> handled.incrementAndGet()).process(event))
        .isEqualTo(new Answer.Done());

    assertThat(handled).hasValue(1);
  }

  @Test
  void answers_unavailable_when_postgres_cannot_be_reached() throws Exception {
    var nowhere = Map.of("DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/nowhere");
    try (var gone = Database.open(POSTGRES.settings(FUNCTION, nowhere))) {
      var processor = new EventProcessor(gone, event -> handled.incrementAndGet(), QUICK);

      assertThat(processor.process(anyEvent())).isInstanceOf(Answer.Unavailable.class);
    }
    assertThat(handled).hasValue(0);
  }

  @Test
  void gives_an_event_back_that_has_to_wait_and_counts_no_attempt() throws Exception {
    var event = anyEvent();
    var waiting =
        processor(
            e -> {
              handled.incrementAndGet();
              throw new TryLater("the mail server is away");
            });

    for (int i = 0; i < 6; i++) {
      assertThat(waiting.process(event))
          .isEqualTo(new Answer.Unavailable("the mail server is away"));
    }

    assertThat(handled).hasValue(6);
    assertThat(processor(e -> {}).process(event)).isEqualTo(new Answer.Done());
    assertThat(stateOf(event)).isEqualTo("COMPLETED 1");
  }

  @Test
  void gives_an_event_back_at_once_that_has_to_wait_after_a_failure() throws Exception {
    var event = anyEvent();
    var processor =
        processor(
            e -> {
              if (handled.incrementAndGet() == 1) {
                throw new IllegalStateException("once");
              }
              throw new TryLater("away by now");
            });

    assertThat(processor.process(event)).isEqualTo(new Answer.Unavailable("away by now"));

    assertThat(stateOf(event)).isEqualTo("RETRYING 1");
    assertThat(processor(e -> {}).process(event))
        .as("nobody has it in hand")
        .isEqualTo(new Answer.Done());
  }

  @Test
  void tells_the_handler_in_the_parking_transaction_that_an_event_is_parked() throws Exception {
    var told = new ArrayList<String>();
    var event = anyEvent();
    var processor = processor(new Failing(e -> {}, (e, reason) -> told.add(stateOf(e) + reason)));

    processor.process(event);
    processor.process(event);

    assertThat(told).as("once, before the commit").containsExactly("RETRYING 4still not");
    assertThat(stateOf(event)).isEqualTo("PARKED 4");
  }

  @Test
  void does_not_park_what_the_handler_could_not_be_told_of() {
    var event = anyEvent();
    var processor =
        processor(
            new Failing(
                e -> {},
                (e, reason) -> {
                  throw new IllegalStateException("not now");
                }));

    assertThatIllegalStateException().isThrownBy(() -> processor.process(event));

    assertThat(stateOf(event)).isEqualTo("RETRYING 4");
  }

  @Test
  void reaches_out_before_the_transaction_and_not_for_what_is_done() throws Exception {
    var event = anyEvent();
    var outward = processor(new Outward(e -> handled.incrementAndGet()));

    assertThat(outward.process(event)).isEqualTo(new Answer.Done());
    assertThat(outward.process(event)).isEqualTo(new Answer.Done());

    assertThat(handled).hasValue(1);
    assertThat(stateOf(event)).isEqualTo("COMPLETED 1");
  }

  @Test
  void holds_no_connection_while_a_handler_reaches_out() throws Exception {
    var gate = new Gate();
    try (var narrow =
            Database.open(POSTGRES.settings(FUNCTION, Map.of("DATABASE_POOL_SIZE", "1")));
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var processor = new EventProcessor(narrow, new Outward(e -> gate.pass()), QUICK);
      var answer = executor.submit(() -> processor.process(anyEvent()));
      gate.awaitReached();

      assertThat(narrow.<Boolean>inTransaction(() -> true)).isTrue();

      gate.open();
      assertThat(answer.get()).isEqualTo(new Answer.Done());
    }
  }

  @Test
  void counts_the_failures_of_reaching_out_and_parks_after_the_last() throws Exception {
    var event = anyEvent();
    var processor =
        processor(
            new Outward(
                e -> {
                  handled.incrementAndGet();
                  throw new IllegalStateException("still not");
                }));

    assertThat(processor.process(event)).isInstanceOf(Answer.Parked.class);
    assertThat(processor.process(event)).isInstanceOf(Answer.Parked.class);

    assertThat(handled).hasValue(4);
    assertThat(stateOf(event)).isEqualTo("PARKED 4");
  }

  @Test
  void does_not_reach_out_while_another_delivery_waits_for_its_next_attempt() throws Exception {
    var event = anyEvent();
    POSTGRES.execute(
        """
        INSERT INTO runtime.ledger
          (consumer, source, event_id, event_type, state, attempts, lease, leased_until, reason)
        VALUES ('%s', '%s', '%s', 'test', 'RETRYING', 1, gen_random_uuid(), now() + interval '1 hour', 'waits')
        """
            .formatted(FUNCTION, event.getSource(), event.getId()));

    assertThat(processor(new Outward(e -> handled.incrementAndGet())).process(event))
        .isEqualTo(new Answer.Running());

    assertThat(handled).hasValue(0);
  }

  @Test
  void leaves_a_failure_uncounted_when_another_delivery_has_taken_the_event_over()
      throws Exception {
    var event = anyEvent();
    var overtaken =
        processor(
            new Outward(
                e -> {
                  POSTGRES.execute(
                      """
                      INSERT INTO runtime.ledger
                        (consumer, source, event_id, event_type, state, attempts, lease, leased_until, reason)
                      VALUES ('%s', '%s', '%s', 'test', 'RETRYING', 1, gen_random_uuid(), now() + interval '1 hour', 'x')
                      """
                          .formatted(FUNCTION, e.getSource(), e.getId()));
                  throw new IllegalStateException("too late");
                }));

    assertThat(overtaken.process(event)).isEqualTo(new Answer.Running());

    assertThat(stateOf(event)).isEqualTo("RETRYING 1");
  }

  private record Outward(Consumer<CloudEvent> work) implements OutwardHandler {
    @Override
    public void reachOut(CloudEvent event) {
      work.accept(event);
    }
  }

  private record Failing(Consumer<CloudEvent> work, BiConsumer<CloudEvent, String> whenParked)
      implements EventHandler {
    @Override
    public void handle(CloudEvent event) {
      work.accept(event);
      throw new TestFault("still not");
    }

    @Override
    public void parked(CloudEvent event, String reason) {
      whenParked.accept(event, reason.replace("TestFault: ", ""));
    }
  }

  private static final class TestFault extends RuntimeException {
    TestFault(String message) {
      super(message);
    }
  }

  private static EventProcessor processor(EventHandler handler) {
    return new EventProcessor(database, handler, QUICK);
  }

  private static CloudEvent anyEvent() {
    return CloudEventBuilder.v1()
        .withId(UUID.randomUUID().toString())
        .withSource(URI.create("/functions/test"))
        .withType("test")
        .withData("application/json", "{}".getBytes(StandardCharsets.UTF_8))
        .build();
  }

  private static String stateOf(CloudEvent event) {
    return ledger(event, "state || ' ' || attempts");
  }

  private static String ledger(CloudEvent event, String expression) {
    return POSTGRES
        .column(
            "SELECT %s FROM runtime.ledger WHERE consumer = '%s' AND event_id = '%s'"
                .formatted(expression, FUNCTION, event.getId()))
        .getFirst();
  }

  private static <T> List<T> together(int times, Callable<T> work) throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var start = new CountDownLatch(1);
      var running = new ArrayList<Future<T>>();
      for (int i = 0; i < times; i++) {
        running.add(
            executor.submit(
                () -> {
                  start.await();
                  return work.call();
                }));
      }
      start.countDown();
      var results = new ArrayList<T>();
      for (var one : running) {
        results.add(one.get());
      }
      return results;
    }
  }
}
