package dev.perennial.reminders.store;

import static dev.perennial.reminders.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.Channel;
import dev.perennial.events.EventType;
import dev.perennial.events.Notification;
import dev.perennial.events.Notification.Kind;
import dev.perennial.reminders.delivery.Delivery;
import dev.perennial.reminders.delivery.Delivery.State;
import dev.perennial.reminders.store.DeliveryStore.DeferralLimit;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.runtime.testkit.AtOnce;
import dev.perennial.runtime.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Leases and fencing tokens of deliveries. */
class DeliveryStoreIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final Database DATABASE = Database.open(POSTGRES.settings("reminder-dispatch"));
  private static final Duration LEASE = Duration.ofSeconds(45);
  private static final Instant AFTER_THE_LEASE = NOW.plus(LEASE).plusMillis(1);
  private static final DeferralLimit NONE = new DeferralLimit(1, Duration.ZERO);

  private final List<Outbox.Entry> emitted = new ArrayList<>();
  private final DeliveryStore store = new DeliveryStore(DATABASE, this::emit);
  private final Notification notification =
      new Notification(UUID.randomUUID(), Kind.REMINDER, "ada", NOW, false, null, List.of());

  private Instant emit(Outbox.Entry event) {
    emitted.add(event);
    return NOW;
  }

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  @BeforeEach
  void plan_a_mail_and_a_push() {
    POSTGRES.execute(
        "INSERT INTO reminders.notifications (id, user_id, due_at, notification) VALUES ('%s', 'ada', '%s', '')"
            .formatted(notification.id(), NOW));
    assertThat(store.plan(notification, NOW).orElseThrow().open()).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("lateSenders")
  void a_sender_whose_lease_has_ended_changes_nothing_that_another_sender_has_claimed(
      String what, BiConsumer<DeliveryStoreIT, Delivery> late) {
    var first = claimed(planned(), NOW);
    var second = claimed(first, AFTER_THE_LEASE);
    var before = row();

    late.accept(this, first.alsoDeliveredTo(Set.of("a phone")));

    assertThat(row()).as(what).isEqualTo(before);
    assertThat(emitted).isEmpty();
    store.settle(notification, second, State.SENT, null, AFTER_THE_LEASE);
    assertThat(emitted)
        .extracting(Outbox.Entry::type)
        .containsExactly(EventType.REMINDER_DELIVERED);
  }

  @ParameterizedTest
  @MethodSource("lateSenders")
  void a_sender_whose_lease_has_ended_changes_nothing_that_another_sender_has_settled(
      String what, BiConsumer<DeliveryStoreIT, Delivery> late) {
    var first = claimed(planned(), NOW);
    store.settle(notification, claimed(first, AFTER_THE_LEASE), State.SENT, null, AFTER_THE_LEASE);
    var before = row();
    emitted.clear();

    late.accept(this, first);

    assertThat(row()).as(what).isEqualTo(before);
    assertThat(emitted).isEmpty();
  }

  private static Stream<Arguments> lateSenders() {
    return Stream.of(
        late(
            "it was sent",
            (test, first) -> test.store.settle(test.notification, first, State.SENT, null, NOW)),
        late(
            "it has failed",
            (test, first) ->
                test.store.settle(test.notification, first, State.FAILED, "refused", NOW)),
        late("released", (test, first) -> test.store.release(first, "away")),
        late(
            "deferred beyond the limit",
            (test, first) -> assertThat(test.store.defer(first, "not now", NONE, NOW)).isEmpty()));
  }

  private static Arguments late(String what, BiConsumer<DeliveryStoreIT, Delivery> act) {
    return Arguments.of(what, act);
  }

  @Test
  void each_claim_increments_the_fencing_token_and_none_succeeds_during_the_lease() {
    var first = claimed(planned(), NOW);

    assertThat(store.claim(first, NOW.plus(LEASE), NOW.plus(LEASE).plus(LEASE))).isEmpty();

    assertThat(claimed(first, AFTER_THE_LEASE).fence()).isEqualTo(first.fence() + 1);
  }

  @Test
  void of_many_concurrent_claims_one_succeeds() throws Exception {
    var planned = planned();
    Callable<Optional<Delivery>> claiming = () -> store.claim(planned, NOW, NOW.plus(LEASE));

    var claimed = AtOnce.all(List.of(claiming, claiming, claiming, claiming));

    assertThat(claimed.stream().flatMap(Optional::stream)).hasSize(1);
  }

  @Test
  void the_deferral_limit_is_reached_when_both_its_count_and_its_time_are() {
    var limit = new DeferralLimit(2, Duration.ofSeconds(31));
    var once = claimed(planned(), NOW);
    assertThat(store.defer(once, "not now", limit, NOW)).isEmpty();
    var twice = claimed(planned(), NOW.plusSeconds(30));
    assertThat(store.defer(twice, "not now", limit, NOW.plusSeconds(30))).isEmpty();

    var last = claimed(planned(), NOW.plusSeconds(31));

    assertThat(store.defer(last, "not now", limit, NOW.plusSeconds(31))).contains(last.released());
  }

  private Delivery planned() {
    return store.plan(notification, NOW).orElseThrow().open().stream()
        .filter(delivery -> delivery.channel() == Channel.EMAIL)
        .findFirst()
        .orElseThrow();
  }

  private Delivery claimed(Delivery delivery, Instant at) {
    return store.claim(delivery, at, at.plus(LEASE)).orElseThrow();
  }

  private String row() {
    return POSTGRES
        .column(
            "SELECT row_to_json(d) FROM reminders.deliveries d WHERE channel = 'EMAIL' AND notification_id = '%s'"
                .formatted(notification.id()))
        .getFirst();
  }
}
