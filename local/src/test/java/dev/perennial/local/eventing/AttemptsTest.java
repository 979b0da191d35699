package dev.perennial.local.eventing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.local.eventing.Answer.Acknowledged;
import dev.perennial.local.eventing.Answer.Failed;
import dev.perennial.local.manifest.Delivery;
import dev.perennial.local.manifest.Delivery.BackoffPolicy;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AttemptsTest {

  private static final Answer BUSY = new Failed(true, OptionalInt.of(503), "", Map.of());
  private static final Answer REFUSED = new Failed(false, OptionalInt.of(422), "", Map.of());
  private static final Answer DONE = new Acknowledged();

  private final List<Duration> waits = new ArrayList<>();

  @Test
  void waitsLongerBeforeEachRetryUntilTheEventIsTaken() throws Exception {
    assertThat(make(3, BUSY, BUSY, DONE)).isEqualTo(DONE);
    assertThat(waits).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void answersWhatTheLastAttemptAnswered() throws Exception {
    assertThat(make(2, Failed.onTheWay(), BUSY, BUSY)).isEqualTo(BUSY);
    assertThat(waits).hasSize(2);
  }

  @Test
  void triesNotAgainWhatCannotSucceed() throws Exception {
    assertThat(make(3, REFUSED)).isEqualTo(REFUSED);
    assertThat(waits).isEmpty();
  }

  @Test
  void triesOnceIfThereIsNoRetry() throws Exception {
    assertThat(make(0, BUSY)).isEqualTo(BUSY);
    assertThat(waits).isEmpty();
  }

  private Answer make(int retry, Answer... answers) throws InterruptedException {
    Delivery delivery =
        new Delivery(
            retry,
            BackoffPolicy.EXPONENTIAL,
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Optional.empty());
    return new Attempts(delivery, waits::add).make(new Scripted(answers), World.event("1", "a"));
  }

  /** Answers in turn; an attempt too many fails the test. */
  private record Scripted(Deque<Answer> answers) implements Receiver {

    Scripted(Answer... answers) {
      this(new ArrayDeque<>(List.of(answers)));
    }

    @Override
    public Answer receive(CloudEvent event, Duration timeout) {
      return answers.remove();
    }

    @Override
    public String destination() {
      return "http://scripted";
    }
  }
}
