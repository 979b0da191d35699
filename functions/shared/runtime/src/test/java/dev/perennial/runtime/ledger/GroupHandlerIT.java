package dev.perennial.runtime.ledger;

import static dev.perennial.runtime.ledger.TestLedger.anyEvent;
import static dev.perennial.runtime.ledger.TestLedger.entryOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.Gate;
import io.cloudevents.CloudEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    assertThat(processor(this::note).process(event)).isEqualTo(new Answer.Done());

    assertThat(groups).containsExactly(List.of(event.getId()));
    assertThat(stateOf(event)).isEqualTo("COMPLETED");
  }

  @Test
  void what_waits_while_one_is_handled_is_handled_together() throws Exception {
    var first = anyEvent();
    var waiting = events(20);

    var answers = whileTheFirstIsHandled(first, waiting, this::note);

    assertThat(answers).containsOnly(new Answer.Done());
    assertThat(groups).hasSize(2);
    assertThat(groups.stream().skip(1).findFirst().orElseThrow())
        .containsExactlyInAnyOrderElementsOf(waiting.stream().map(CloudEvent::getId).toList());
    assertThat(waiting).allSatisfy(event -> assertThat(stateOf(event)).isEqualTo("COMPLETED"));
  }

  @Test
  void an_event_that_waits_twice_is_handled_once() throws Exception {
    var twice = anyEvent();

    var answers = whileTheFirstIsHandled(anyEvent(), List.of(twice, twice), this::note);

    assertThat(answers).containsOnly(new Answer.Done());
    assertThat(groups.stream().flatMap(List::stream)).containsOnlyOnce(twice.getId());
  }

  @Test
  void one_that_can_never_work_is_parked_and_the_others_are_handled() throws Exception {
    var bad = anyEvent();
    var good = events(3);
    var waiting = Stream.concat(good.stream(), Stream.of(bad)).toList();

    var answers =
        whileTheFirstIsHandled(
            anyEvent(),
            waiting,
            events -> {
              if (events.contains(bad)) {
                throw new Unprocessable("never");
              }
              note(events);
            });

    assertThat(answers).contains(new Answer.Parked("never"));
    assertThat(stateOf(bad)).isEqualTo("PARKED");
    assertThat(good).allSatisfy(event -> assertThat(stateOf(event)).isEqualTo("COMPLETED"));
    assertThat(groups.stream().flatMap(List::stream))
        .containsAll(good.stream().map(CloudEvent::getId).toList())
        .doesNotHaveDuplicates();
  }

  @Test
  void an_event_that_was_handled_before_is_not_handled_with_the_others() throws Exception {
    var processor = processor(this::note);
    var event = anyEvent();
    processor.process(event);

    assertThat(processor.process(event)).isEqualTo(new Answer.Done());

    assertThat(groups).hasSize(1);
  }

  /** The first stands at the gate until all the others wait for their turn. */
  private List<Answer> whileTheFirstIsHandled(
      CloudEvent first, List<CloudEvent> others, GroupHandler handler) throws Exception {
    var processor =
        processor(
            events -> {
              if (events.contains(first)) {
                gate.pass();
              }
              handler.handleAll(events);
            });
    var threads = new ConcurrentLinkedQueue<Thread>();
    try (var executor = Executors.newFixedThreadPool(others.size() + 1)) {
      var answers = new ArrayList<Future<Answer>>();
      answers.add(executor.submit(() -> processor.process(first)));
      gate.awaitReached();
      for (var other : others) {
        answers.add(
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
      var decided = new ArrayList<Answer>();
      for (var answer : answers) {
        decided.add(answer.get());
      }
      return decided;
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
