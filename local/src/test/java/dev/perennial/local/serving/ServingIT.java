package dev.perennial.local.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perennial.embedded.ChildProcesses;
import dev.perennial.local.manifest.Service;
import dev.perennial.local.serving.FunctionStatus.State;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingIT {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration NEVER = Duration.ofHours(1);
  private static final String NAME = Services.aService().name();

  @TempDir Path run;
  private final HttpClient client = HttpClient.newHttpClient();
  private @Nullable Serving serving;

  @AfterEach
  void stop() {
    if (serving != null) {
      serving.close();
    }
  }

  @Test
  void sleepsUntilTheFirstRequestAndAnswersItThen() throws Exception {
    var functions = serve(Services.aService(), NEVER);
    assertThat(status(functions).state()).isEqualTo(State.ASLEEP);
    assertThat(status(functions).pid()).isNull();

    var answer = get(functions, "/v1/pid");

    assertThat(status(functions).state()).isEqualTo(State.AWAKE);
    assertThat(status(functions).pid()).hasToString(answer);
    assertThat(status(functions).coldStarts()).isEqualTo(1);
    assertThat(status(functions).lastColdStartMs()).isPositive();
    assertThat(status(functions).residentMb()).isPositive();
  }

  @Test
  void stopsTheProcessWhenItIsIdleAndWakesAnotherOne() throws Exception {
    var functions = serve(Services.aService(), Duration.ofMillis(200));
    long first = Long.parseLong(get(functions, "/v1/pid"));

    await("idle process to end")
        .atMost(LONG)
        .until(() -> status(functions).state() == State.ASLEEP);
    assertThat(ProcessHandle.of(first)).isEmpty();

    assertThat(get(functions, "/v1/pid")).isNotEqualTo(Long.toString(first));
    assertThat(status(functions).coldStarts()).isEqualTo(2);
    assertThat(status(functions).invocations()).isEqualTo(2);
  }

  @Test
  void keepsTheProcessWhileARequestIsOpen() throws Exception {
    var functions = serve(Services.aService(), Duration.ofMillis(100));

    assertThat(get(functions, "/v1/slow?1000")).isEqualTo("at last");
  }

  @Test
  void startsOneProcessForManyFirstRequests() throws Exception {
    var functions = serve(Services.aService(), NEVER);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          IntStream.range(0, 50)
              .mapToObj(i -> threads.submit(() -> get(functions, "/v1/pid")))
              .toList();
      for (var answer : answers) {
        assertThat(answer.get()).isEqualTo(status(functions).pid().toString());
      }
    }
    assertThat(status(functions).coldStarts()).isEqualTo(1);
    assertThat(status(functions).invocations()).isEqualTo(50);
  }

  @Test
  void startsAProcessThatDiedAgainWithoutARequest() throws Exception {
    var functions = serve(Services.aService(), NEVER);
    long first = Long.parseLong(get(functions, "/v1/pid"));

    ProcessHandle.of(first).orElseThrow().destroyForcibly();

    await("its successor")
        .atMost(LONG)
        .until(() -> status(functions).state() == State.AWAKE && status(functions).pid() != first);
    assertThat(get(functions, "/v1/pid")).isNotEqualTo(Long.toString(first));
  }

  @Test
  void letsOnlyAsManyRequestsInAsTheServiceAllows() throws Exception {
    var functions = serve(Services.service(2, LONG, 0), NEVER);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 10).forEach(i -> threads.submit(() -> get(functions, "/v1/slow?50")));
    }

    assertThat(get(functions, "/v1/most-open")).isEqualTo("2");
  }

  @Test
  void givesUpWhenThereIsNoRoomInTime() throws Exception {
    var functions = serve(Services.service(1, LONG, 0), NEVER);

    try (var occupied = functions.acquire(NAME, LONG)) {
      assertThat(occupied.address()).hasPort(occupied.address().getPort());
      assertThatThrownBy(() -> functions.acquire(NAME, Duration.ofMillis(50)))
          .isInstanceOf(TimeoutException.class);
    }

    assertThat(get(functions, "/v1/pid")).isNotEmpty();
  }

  @Test
  void givesUpWhenTheProcessIsNotReadyInTheServicesTime() {
    var functions = serve(Services.service(0, Duration.ofMillis(1), 0), NEVER);

    assertThatThrownBy(() -> functions.acquire(NAME, LONG)).isInstanceOf(TimeoutException.class);
  }

  @Test
  void startsAtOnceWhatMustNeverSleep() {
    var functions = serve(Services.service(0, LONG, 1), Duration.ofMillis(100));

    await("a process").atMost(LONG).until(() -> status(functions).state() == State.AWAKE);
  }

  @Test
  void leavesNoProcessBehind() throws Exception {
    var functions = serve(Services.aService(), NEVER);
    long pid = Long.parseLong(get(functions, "/v1/pid"));

    functions.close();

    assertThat(ProcessHandle.of(pid)).isEmpty();
    await("the process to be forgotten").untilAsserted(() -> assertThat(run).isEmptyDirectory());
  }

  @Test
  void refusesAServiceThatIsNotDeclared() {
    var functions = serve(Services.aService(), NEVER);

    assertThatThrownBy(() -> functions.acquire("other", LONG))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Serving serve(Service service, Duration idle) {
    var launcher = new StandInLauncher(new ChildProcesses(run));
    serving = new Serving(List.of(service), launcher, idle, LONG, InstantSource.system());
    serving.start();
    return serving;
  }

  private static FunctionStatus status(Serving functions) {
    return functions.status().getFirst();
  }

  private String get(Serving functions, String path)
      throws IOException, InterruptedException, TimeoutException {
    try (var slot = functions.acquire(NAME, LONG)) {
      var request = HttpRequest.newBuilder(URI.create(slot.address() + path)).build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }
}
