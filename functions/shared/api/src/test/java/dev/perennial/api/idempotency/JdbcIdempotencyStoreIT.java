package dev.perennial.api.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.api.idempotency.IdempotencyStore.Attempt;
import dev.perennial.api.response.Response;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.testkit.Gate;
import dev.perennial.runtime.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores responses in a real Postgres, as the role of the function. */
class JdbcIdempotencyStoreIT {

  private static final Database DATABASE =
      Database.open(TestPostgres.shared().settings("task-api"));
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Response.Whole CREATED =
      new Response.Whole(
          201, Map.of("ETag", "\"1\"", "Location", "/1"), "{\"a\":1}".getBytes(UTF_8));

  private final String user = "user-" + UUID.randomUUID();
  private final AtomicInteger times = new AtomicInteger();
  private Instant now = NOON;
  private final IdempotencyStore store = new JdbcIdempotencyStore(DATABASE, () -> now);

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  @Test
  void a_repeated_request_gets_the_identical_response_and_is_not_executed() {
    assertThat(ask("key", "request")).isInstanceOf(IdempotencyStore.First.class);

    var again = (IdempotencyStore.Repeated) ask("key", "request");

    assertThat(again.response()).usingRecursiveComparison().isEqualTo(CREATED);
    assertThat(times).hasValue(1);
  }

  @Test
  void a_key_is_valid_for_one_request_only() {
    ask("key", "request");

    assertThat(ask("key", "other request")).isEqualTo(new IdempotencyStore.OtherRequest());
    assertThat(ask("other key", "other request")).isInstanceOf(IdempotencyStore.First.class);
    assertThat(times).hasValue(2);
  }

  @Test
  void a_key_belongs_to_one_user() {
    ask("key", "request");

    assertThat(store.once("somebody else", "key", bytes("request"), this::work))
        .isInstanceOf(IdempotencyStore.First.class);
  }

  @Test
  void no_request_waits_for_one_in_progress() throws Exception {
    var gate = new Gate();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first =
          threads.submit(
              () ->
                  store.once(
                      user,
                      "key",
                      bytes("request"),
                      () -> {
                        gate.pass();
                        return work();
                      }));
      gate.awaitReached();

      assertThat(ask("key", "request")).isEqualTo(new IdempotencyStore.InProgress());
      gate.open();
      assertThat(first.get()).isInstanceOf(IdempotencyStore.First.class);
      assertThat(ask("key", "request")).isInstanceOf(IdempotencyStore.Repeated.class);
    }
    assertThat(times).hasValue(1);
  }

  @Test
  void work_that_throws_stores_no_key() {
    assertThatThrownBy(
            () ->
                store.once(
                    user,
                    "key",
                    bytes("request"),
                    () -> {
                      throw new IllegalStateException("not now");
                    }))
        .hasMessage("not now");

    assertThat(ask("key", "other request")).isInstanceOf(IdempotencyStore.First.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 409, 500, 503})
  void a_failure_is_returned_but_neither_stored_nor_committed(int status) {
    var attempt =
        store.once(
            user,
            "key",
            bytes("request"),
            () -> {
              store.once(user, "inner key", bytes("request"), this::work);
              return Response.empty(status);
            });

    assertThat(((IdempotencyStore.First) attempt).response().status()).isEqualTo(status);
    assertThat(ask("inner key", "request")).isInstanceOf(IdempotencyStore.First.class);
    assertThat(ask("key", "request")).isInstanceOf(IdempotencyStore.First.class);
  }

  @Test
  void a_key_is_kept_for_48_hours() {
    ask("key", "request");

    now = NOON.plus(Duration.ofHours(48)).minusSeconds(1);
    assertThat(ask("key", "request")).isInstanceOf(IdempotencyStore.Repeated.class);

    now = NOON.plus(Duration.ofHours(48));
    assertThat(ask("key", "other request")).isInstanceOf(IdempotencyStore.First.class);
    assertThat(ask("key", "other request")).isInstanceOf(IdempotencyStore.Repeated.class);
    assertThat(times).hasValue(2);
  }

  @Test
  void expired_keys_are_deleted_a_few_at_a_time_when_their_user_writes() {
    for (int i = 0; i < 12; i++) {
      ask("old " + i, "request");
    }
    now = NOON.plus(Duration.ofHours(49));
    store.once("somebody else", "new", bytes("request"), this::work);
    assertThat(keys()).isEqualTo("12");

    ask("new 1", "request");
    assertThat(keys()).isEqualTo("8");
    ask("new 2", "request");
    ask("new 3", "request");
    assertThat(keys()).isEqualTo("3");
  }

  @Test
  void work_across_transactions_is_repeated_with_its_response_after_its_end() {
    assertThat(askInParts("request", true)).isInstanceOf(IdempotencyStore.First.class);

    var again = (IdempotencyStore.Repeated) askInParts("request", true);

    assertThat(again.response()).usingRecursiveComparison().isEqualTo(CREATED);
    assertThat(askInParts("other request", true)).isEqualTo(new IdempotencyStore.OtherRequest());
    assertThat(times).hasValue(1);
  }

  @Test
  void work_without_a_final_response_may_be_executed_again_by_the_same_request_only() {
    askInParts("request", false);

    assertThat(askInParts("other request", true)).isEqualTo(new IdempotencyStore.OtherRequest());
    assertThat(askInParts("request", true)).isInstanceOf(IdempotencyStore.First.class);
    assertThat(askInParts("request", true)).isInstanceOf(IdempotencyStore.Repeated.class);
    assertThat(times).hasValue(2);
  }

  @Test
  void work_across_transactions_that_throws_may_be_executed_again() {
    assertThatThrownBy(
            () ->
                store.onceAcrossTransactions(
                    user,
                    "key",
                    bytes("request"),
                    () -> {
                      throw new IllegalStateException("not now");
                    }))
        .hasMessage("not now");

    assertThat(askInParts("request", true)).isInstanceOf(IdempotencyStore.First.class);
  }

  @Test
  void work_across_transactions_is_in_progress_for_a_limited_time() throws Exception {
    var gate = new Gate();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow =
          threads.submit(
              () ->
                  store.onceAcrossTransactions(
                      user,
                      "key",
                      bytes("request"),
                      () -> {
                        gate.pass();
                        return new IdempotencyStore.WorkResult(Response.empty(200), true);
                      }));
      gate.awaitReached();

      assertThat(askInParts("request", true)).isEqualTo(new IdempotencyStore.InProgress());
      assertThat(askInParts("other request", true)).isEqualTo(new IdempotencyStore.OtherRequest());
      assertThat(times).hasValue(0);

      now = NOON.plus(Duration.ofMinutes(1));
      assertThat(askInParts("request", true)).isInstanceOf(IdempotencyStore.First.class);
      gate.open();
      assertThat(((IdempotencyStore.Repeated) slow.get()).response().status()).isEqualTo(201);
    }
    assertThat(askInParts("request", true)).isInstanceOf(IdempotencyStore.Repeated.class);
    assertThat(times).hasValue(1);
  }

  @Test
  void erasing_a_user_leaves_the_keys_of_others() {
    ask("key", "request");
    store.once("somebody who stays", "key", bytes("request"), this::work);

    store.erase(user);

    assertThat(keys()).isEqualTo("0");
    assertThat(store.once("somebody who stays", "key", bytes("request"), this::work))
        .isInstanceOf(IdempotencyStore.Repeated.class);
  }

  @Test
  void a_key_belongs_to_one_function() {
    ask("key", "request");

    try (var other = Database.open(TestPostgres.shared().settings("reminder-scheduler"))) {
      var theirs = new JdbcIdempotencyStore(other, () -> now);
      assertThat(theirs.once(user, "key", bytes("other request"), this::work))
          .isInstanceOf(IdempotencyStore.First.class);
      theirs.erase(user);
    }
    assertThat(ask("key", "request")).isInstanceOf(IdempotencyStore.Repeated.class);
  }

  @Test
  void without_a_user_no_key_is_visible() {
    ask("key", "request");

    var rows = DATABASE.repository(IdempotencyKeyRows.class);
    assertThat(DATABASE.inTransaction(() -> rows.withResponse(user, "key"))).isEmpty();
    assertThat(DATABASE.inTransaction("somebody else", () -> rows.withResponse(user, "key")))
        .isEmpty();
    assertThat(DATABASE.inTransaction(user, () -> rows.withResponse(user, "key"))).isPresent();
  }

  @Test
  void a_joined_transaction_has_the_user_of_the_inner_call_for_its_duration() {
    ask("key", "request");

    var rows = DATABASE.repository(IdempotencyKeyRows.class);
    DATABASE.inTransaction(
        user,
        () -> {
          assertThat(DATABASE.inTransaction(user, () -> rows.withResponse(user, "key")))
              .isPresent();
          assertThat(DATABASE.inTransaction("other", () -> rows.withResponse(user, "key")))
              .isEmpty();
          assertThat(DATABASE.inTransaction(user, () -> rows.withResponse(user, "key")))
              .isPresent();
          return user;
        });
    DATABASE.inTransaction(
        () -> {
          assertThat(rows.withResponse(user, "key")).isEmpty();
          return DATABASE.inTransaction(user, () -> rows.withResponse(user, "key")).orElseThrow();
        });
    assertThat(DATABASE.inTransaction(user, () -> rows.withResponse(user, "key"))).isPresent();
    assertThat(DATABASE.inTransaction(() -> rows.withResponse(user, "key"))).isEmpty();
  }

  private Attempt askInParts(String request, boolean isFinal) {
    return store.onceAcrossTransactions(
        user, "key", bytes(request), () -> new IdempotencyStore.WorkResult(work(), isFinal));
  }

  private Attempt ask(String key, String request) {
    return store.once(user, key, bytes(request), this::work);
  }

  private Response.Whole work() {
    times.incrementAndGet();
    return CREATED;
  }

  private String keys() {
    return TestPostgres.shared()
        .column("SELECT count(*) FROM runtime.idempotency_keys WHERE user_id = '" + user + "'")
        .getFirst();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
