package dev.perennial.reminders.store;

import static dev.perennial.reminders.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.Channel;
import dev.perennial.events.EventType;
import dev.perennial.events.Notification;
import dev.perennial.events.Notification.Kind;
import dev.perennial.reminders.delivery.Delivery;
import dev.perennial.reminders.delivery.Delivery.State;
import dev.perennial.reminders.store.DeliveryStore.Outcome;
import dev.perennial.reminders.store.DeliveryStore.Patience;
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

/** Who has a delivery in hand, and who is too late. */
class JdbcDeliveryStoreIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final Database DATABASE = Database.open(POSTGRES.settings("reminder-dispatch"));
  private static final Duration LEASE = Duration.ofSeconds(45);
  private static final Instant AFTER_THE_LEASE = NOW.plus(LEASE).plusMillis(1);
  private static final Patience NONE = new Patience(1, Duration.ZERO);
  private static final Outcome SENT = new Outcome(State.SENT, null);

  private final List<Outbox.Entry> emitted = new ArrayList<>();
  private final DeliveryStore store = new JdbcDeliveryStore(DATABASE, emitted::add);
  private final Notification told =
      new Notification(UUID.randomUUID(), Kind.REMINDER, "ada", NOW, false, null, List.of());

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  @BeforeEach
  void a_mail_and_a_push_are_planned() {
    POSTGRES.execute(
        "INSERT INTO reminders.notifications (id, user_id, due_at, told) VALUES ('%s', 'ada', '%s', '')"
            .formatted(told.id(), NOW));
    assertThat(store.account(told, NOW).orElseThrow().open()).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("lateSenders")
  void who_comes_back_after_their_lease_changes_nothing_that_another_has_in_hand(
      String what, BiConsumer<JdbcDeliveryStoreIT, Delivery> late) {
    var first = claimed(planned(), NOW);
    var second = claimed(first, AFTER_THE_LEASE);
    var before = row();

    late.accept(this, first.takenAlsoBy(Set.of("a phone")));

    assertThat(row()).as(what).isEqualTo(before);
    assertThat(emitted).isEmpty();
    store.settle(told, second, SENT, AFTER_THE_LEASE);
    assertThat(emitted)
        .extracting(Outbox.Entry::type)
        .containsExactly(EventType.REMINDER_DELIVERED);
  }

  @ParameterizedTest
  @MethodSource("lateSenders")
  void who_comes_back_after_another_has_settled_it_changes_nothing(
      String what, BiConsumer<JdbcDeliveryStoreIT, Delivery> late) {
    var first = claimed(planned(), NOW);
    store.settle(told, claimed(first, AFTER_THE_LEASE), SENT, AFTER_THE_LEASE);
    var before = row();
    emitted.clear();

    late.accept(this, first);

    assertThat(row()).as(what).isEqualTo(before);
    assertThat(emitted).isEmpty();
  }

  private static Stream<Arguments> lateSenders() {
    return Stream.of(
        late("it was sent", (test, first) -> test.store.settle(test.told, first, SENT, NOW)),
        late(
            "it has failed",
            (test, first) ->
                test.store.settle(test.told, first, new Outcome(State.FAILED, "refused"), NOW)),
        late("put back", (test, first) -> test.store.putBack(first, "away")),
        late(
            "refused for now, for too long",
            (test, first) -> assertThat(test.store.defer(first, "not now", NONE, NOW)).isEmpty()));
  }

  private static Arguments late(String what, BiConsumer<JdbcDeliveryStoreIT, Delivery> act) {
    return Arguments.of(what, act);
  }

  @Test
  void each_who_takes_it_in_hand_has_a_higher_number_and_nobody_before_the_lease_is_over() {
    var first = claimed(planned(), NOW);

    assertThat(store.claim(first, NOW.plus(LEASE), NOW.plus(LEASE).plus(LEASE))).isEmpty();

    assertThat(claimed(first, AFTER_THE_LEASE).fence()).isEqualTo(first.fence() + 1);
  }

  @Test
  void of_many_who_claim_at_once_one_has_it() throws Exception {
    var planned = planned();
    Callable<Optional<Delivery>> claiming = () -> store.claim(planned, NOW, NOW.plus(LEASE));

    var claimed = AtOnce.all(List.of(claiming, claiming, claiming, claiming));

    assertThat(claimed.stream().flatMap(Optional::stream)).hasSize(1);
  }

  @Test
  void what_was_refused_for_now_is_exhausted_when_it_was_often_and_for_long() {
    var patience = new Patience(2, Duration.ofSeconds(31));
    var once = claimed(planned(), NOW);
    assertThat(store.defer(once, "not now", patience, NOW)).isEmpty();
    var twice = claimed(planned(), NOW.plusSeconds(30));
    assertThat(store.defer(twice, "not now", patience, NOW.plusSeconds(30))).isEmpty();

    var last = claimed(planned(), NOW.plusSeconds(31));

    assertThat(store.defer(last, "not now", patience, NOW.plusSeconds(31)))
        .contains(last.putBack());
  }

  private Delivery planned() {
    return store.account(told, NOW).orElseThrow().open().stream()
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
                .formatted(told.id()))
        .getFirst();
  }
}
