package dev.perennial.runtime.ledger;

import static dev.perennial.runtime.ledger.TestLedger.anyEvent;
import static dev.perennial.runtime.ledger.TestLedger.entryOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.Gate;
import io.cloudevents.CloudEvent;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class GroupHandlerIT {

  @AutoClose private static final TestLedger LEDGER = new TestLedger();

  private final Queue<List<String>> groups = new ConcurrentLinkedQueue<>();
  private final Gate gate = new Gate();

  @Test
  void an_event_alone_is_a_group_of_one() throws Exception {
    var event = anyEvent();

    assertThat(processor(this::note).process(event)).isEqualTo(new DeliveryOutcome.Done());

    assertThat(groups).containsExactly(List.of(event.getId()));
    assertThat(stateOf(event)).isEqualTo("COMPLETED");
  }

  @Test
  void events_that_wait_meanwhile_are_handled_together() throws Exception {
    var first = anyEvent();
    var waiting = events(20);

    var outcomes = whileTheFirstIsHandled(first, waiting, this::note);

    assertThat(outcomes).containsOnly(new DeliveryOutcome.Done());
    assertThat(groups).hasSize(2);
    assertThat(groups.stream().skip(1).findFirst().orElseThrow())
        .containsExactlyInAnyOrderElementsOf(waiting.stream().map(CloudEvent::getId).toList());
    assertThat(waiting).allSatisfy(event -> assertThat(stateOf(event)).isEqualTo("COMPLETED"));
  }

  @Test
  void an_event_that_waits_twice_is_handled_once() throws Exception {
    var twice = anyEvent();

    var outcomes = whileTheFirstIsHandled(anyEvent(), List.of(twice, twice), this::note);

    assertThat(outcomes)
        .containsExactlyInAnyOrder(
            new DeliveryOutcome.Done(),
            new DeliveryOutcome.Done(),
            new DeliveryOutcome.Duplicate());
    assertThat(groups.stream().flatMap(List::stream)).containsOnlyOnce(twice.getId());
  }

  @Test
  void another_delivery_of_an_event_that_is_being_handled_does_not_wait() throws Exception {
    var event = anyEvent();
    var processor = processor(events -> gate.pass());
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = executor.submit(() -> processor.process(event));
      gate.awaitReached();

      assertThat(processor.process(event)).isEqualTo(new DeliveryOutcome.InProgress());

      gate.open();
      assertThat(first.get()).isEqualTo(new DeliveryOutcome.Done());
    }
  }

  @Test
  void an_unprocessable_event_is_parked_and_the_others_are_handled() throws Exception {
    var bad = anyEvent();
    var good = events(3);
    var waiting = Stream.concat(good.stream(), Stream.of(bad)).toList();

    var outcomes =
        whileTheFirstIsHandled(
            anyEvent(),
            waiting,
            events -> {
              if (events.contains(bad)) {
                throw new Unprocessable("never");
              }
              note(events);
            });

    assertThat(outcomes).contains(new DeliveryOutcome.Parked("never"));
    assertThat(stateOf(bad)).isEqualTo("PARKED");
    assertThat(good).allSatisfy(event -> assertThat(stateOf(event)).isEqualTo("COMPLETED"));
    assertThat(groups.stream().flatMap(List::stream))
        .containsAll(good.stream().map(CloudEvent::getId).toList())
        .doesNotHaveDuplicates();
  }

  @Test
  void one_poison_event_among_fifty_is_parked_after_few_groups_and_the_others_are_handled_once()
      throws Exception {
    var bad = anyEvent();
    var good = events(49);
    var waiting = new ArrayList<>(good);
    waiting.add(25, bad);
    var calls = new AtomicInteger();

    var outcomes =
        whileTheFirstIsHandled(
            anyEvent(),
            waiting,
            events -> {
              calls.incrementAndGet();
              if (events.contains(bad)) {
                throw new Unprocessable("never");
              }
              note(events);
            });

    assertThat(outcomes).containsOnlyOnce(new DeliveryOutcome.Parked("never"));
    assertThat(stateOf(bad)).isEqualTo("PARKED");
    assertThat(groups.stream().flatMap(List::stream))
        .containsAll(good.stream().map(CloudEvent::getId).toList())
        .doesNotHaveDuplicates();
    assertThat(calls).hasValueLessThan(20);
  }

  @Test
  void a_handler_of_single_events_gets_all_that_wait_in_one_transaction() throws Exception {
    var waiting = events(20);

    var outcomes = eachWhileTheFirstIsHandled(anyEvent(), waiting, event -> {});

    assertThat(outcomes).containsOnly(new DeliveryOutcome.Done());
    assertThat(waiting.stream().map(event -> entryOf(event, "xmin")).distinct()).hasSize(1);
  }

  @Test
  void of_single_events_only_the_poison_one_is_taken_out_of_the_group() throws Exception {
    var bad = anyEvent();
    var good = events(49);
    var waiting = new ArrayList<>(good);
    waiting.add(25, bad);
    var handled = new ConcurrentLinkedQueue<String>();

    EventHandler poisoned =
        event -> {
          if (event.equals(bad)) {
            throw new Unprocessable("never");
          }
          handled.add(event.getId());
        };
    var outcomes = eachWhileTheFirstIsHandled(anyEvent(), waiting, poisoned);

    assertThat(outcomes).containsOnlyOnce(new DeliveryOutcome.Parked("never"));
    assertThat(good).allSatisfy(event -> assertThat(stateOf(event)).isEqualTo("COMPLETED"));
    assertThat(good.stream().map(event -> entryOf(event, "xmin")).distinct()).hasSize(1);
    assertThat(handled).as("once in vain, and once more").hasSizeLessThan(1 + 2 * 49);
  }

  @Test
  void an_event_that_does_not_join_groups_is_handled_while_a_group_is() throws Exception {
    var alone = anyEvent();
    var gate = new Gate();
    var processor =
        LEDGER.processor(
            new EventHandler() {
              @Override
              public void handle(CloudEvent event) {
                if (!event.equals(alone)) {
                  gate.pass();
                }
              }

              @Override
              public boolean joinsGroup(CloudEvent event) {
                return !event.equals(alone);
              }
            });
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow = executor.submit(() -> processor.process(anyEvent()));
      gate.awaitReached();

      assertThat(processor.process(alone)).isEqualTo(new DeliveryOutcome.Done());

      gate.open();
      assertThat(slow.get()).isEqualTo(new DeliveryOutcome.Done());
    }
  }

  @Test
  void parked_retrying_and_completed_events_of_a_group_get_their_own_outcomes() throws Exception {
    var parked = anyEvent();
    var leased = anyEvent();
    var expired = anyEvent();
    var completed = anyEvent();
    LEDGER
        .processor(
            event -> {
              throw new Unprocessable("never");
            })
        .process(parked);
    TestLedger.retrying(leased, 1, Duration.ofHours(1));
    TestLedger.retrying(expired, 1, Duration.ofSeconds(-1));
    LEDGER.processor(event -> {}).process(completed);

    var outcomes =
        whileTheFirstIsHandled(anyEvent(), List.of(parked, leased, expired, completed), this::note);

    assertThat(outcomes.subList(1, 5))
        .containsExactly(
            new DeliveryOutcome.Parked("never"),
            new DeliveryOutcome.InProgress(),
            new DeliveryOutcome.Done(),
            new DeliveryOutcome.Duplicate());
    assertThat(groups.stream().skip(1)).containsExactly(List.of(expired.getId()));
    assertThat(TestLedger.stateOf(expired)).isEqualTo("COMPLETED 2");
  }

  @Test
  void an_event_that_was_handled_before_is_not_handled_with_the_others() throws Exception {
    var processor = processor(this::note);
    var event = anyEvent();
    processor.process(event);

    assertThat(processor.process(event)).isEqualTo(new DeliveryOutcome.Duplicate());

    assertThat(groups).hasSize(1);
  }

  @Test
  void a_group_too_large_for_one_transaction_is_split() throws Exception {
    var waiting = events(20);

    var outcomes =
        whileTheFirstIsHandled(
            anyEvent(),
            waiting,
            events -> {
              if (events.size() > 7) {
                throw new IllegalStateException("the statement takes too long");
              }
              note(events);
            });

    assertThat(outcomes).containsOnly(new DeliveryOutcome.Done());
    assertThat(groups.stream().flatMap(List::stream))
        .containsAll(waiting.stream().map(CloudEvent::getId).toList())
        .doesNotHaveDuplicates();
    // Of the first by itself, then 20, 10 and 5, at most 7 of the rest: not twenty of one.
    assertThat(groups).hasSizeLessThan(8);
    assertThat(waiting).allSatisfy(event -> assertThat(entryOf(event, "attempts")).isEqualTo("1"));
  }

  @Test
  void events_that_fail_are_tried_one_after_the_other() throws Exception {
    var waiting = events(8);
    var failed = ConcurrentHashMap.newKeySet();
    var inside = new Exchanger<String>();
    var met = new AtomicInteger();

    var outcomes =
        whileTheFirstIsHandled(
            anyEvent(),
            waiting,
            events -> {
              if (meets(inside)) {
                met.incrementAndGet();
              }
              if (events.size() > 1 || failed.add(events.getFirst())) {
                throw new IllegalStateException("not yet");
              }
            });

    assertThat(outcomes).containsOnly(new DeliveryOutcome.Done());
    assertThat(met).hasValue(0);
  }

  @Test
  void while_postgres_cannot_be_reached_a_group_is_tried_once_and_unavailable_as_a_whole()
      throws Exception {
    var calls = new AtomicInteger();

    var outcomes =
        whileTheFirstIsHandled(
            anyEvent(),
            events(20),
            events -> {
              if (events.size() > 1) {
                calls.incrementAndGet();
                throw new IllegalStateException(new SQLTransientConnectionException("no way"));
              }
            });

    assertThat(calls).hasValue(1);
    assertThat(outcomes.stream().filter(DeliveryOutcome.Unavailable.class::isInstance)).hasSize(20);
  }

  private List<DeliveryOutcome> whileTheFirstIsHandled(
      CloudEvent first, List<CloudEvent> others, GroupHandler handler) throws Exception {
    return whileTheFirstIsHandled(
        processor(
            events -> {
              if (events.contains(first)) {
                gate.pass();
              }
              handler.handleAll(events);
            }),
        first,
        others);
  }

  private List<DeliveryOutcome> eachWhileTheFirstIsHandled(
      CloudEvent first, List<CloudEvent> others, EventHandler handler) throws Exception {
    return whileTheFirstIsHandled(
        LEDGER.processor(
            event -> {
              if (event.equals(first)) {
                gate.pass();
              }
              handler.handle(event);
            }),
        first,
        others);
  }

  /** The first waits at the gate until all the others wait for the next group. */
  private List<DeliveryOutcome> whileTheFirstIsHandled(
      EventProcessor processor, CloudEvent first, List<CloudEvent> others) throws Exception {
    var threads = new ConcurrentLinkedQueue<Thread>();
    try (var executor = Executors.newFixedThreadPool(others.size() + 1)) {
      var outcomes = new ArrayList<Future<DeliveryOutcome>>();
      outcomes.add(executor.submit(() -> processor.process(first)));
      gate.awaitReached();
      for (var other : others) {
        outcomes.add(
            executor.submit(
                () -> {
                  threads.add(Thread.currentThread());
                  return processor.process(other);
                }));
      }
      Awaitility.await("all wait for their turn")
          .until(
              () ->
                  threads.size() == others.size()
                      && threads.stream().allMatch(t -> t.getState() == Thread.State.WAITING));
      gate.open();
      var decided = new ArrayList<DeliveryOutcome>();
      for (var outcome : outcomes) {
        decided.add(outcome.get());
      }
      return decided;
    }
  }

  /** Whether another thread is here as well, or comes within a moment. */
  private static boolean meets(Exchanger<String> place) {
    try {
      place.exchange("", 20, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException alone) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void note(List<CloudEvent> events) {
    groups.add(events.stream().map(CloudEvent::getId).toList());
  }

  private static EventProcessor processor(GroupHandler handler) {
    return LEDGER.processor(handler);
  }

  private static List<CloudEvent> events(int count) {
    return IntStream.range(0, count).mapToObj(_ -> anyEvent()).toList();
  }

  private static String stateOf(CloudEvent event) {
    return entryOf(event, "state");
  }
}
