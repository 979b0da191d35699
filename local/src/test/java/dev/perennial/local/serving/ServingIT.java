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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingIT {

  private static final Duration LONG = Duration.ofSeconds(120);
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
  void a_function_starts_on_its_first_request() throws Exception {
    Serving functions = serve(Services.aService(), NEVER);
    assertThat(status(functions).state()).isEqualTo(State.STOPPED);
    assertThat(status(functions).pid()).isNull();

    String response = get(functions, "/v1/pid");

    assertThat(status(functions).state()).isEqualTo(State.RUNNING);
    assertThat(status(functions).pid()).hasToString(response);
    assertThat(status(functions).coldStarts()).isEqualTo(1);
    assertThat(status(functions).lastColdStartMs()).isPositive();
    assertThat(status(functions).residentMb()).isPositive();
  }

  @Test
  void an_idle_process_is_stopped_and_the_next_request_starts_another() throws Exception {
    Serving functions = serve(Services.aService(), Duration.ofMillis(200));
    long first = Long.parseLong(get(functions, "/v1/pid"));

    await("the idle process to end")
        .atMost(LONG)
        .until(() -> status(functions).state() == State.STOPPED);
    assertThat(ProcessHandle.of(first)).isEmpty();

    assertThat(get(functions, "/v1/pid")).isNotEqualTo(Long.toString(first));
    assertThat(status(functions).coldStarts()).isEqualTo(2);
    assertThat(status(functions).invocations()).isEqualTo(2);
  }

  @Test
  void a_process_with_an_open_request_is_not_stopped() throws Exception {
    Serving functions = serve(Services.aService(), Duration.ofMillis(100));

    assertThat(get(functions, "/v1/slow?1000")).isEqualTo("done");
  }

  @Test
  void many_first_requests_start_one_process() throws Exception {
    Serving functions = serve(Services.aService(), NEVER);

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> responses =
          IntStream.range(0, 50)
              .mapToObj(i -> threads.submit(() -> get(functions, "/v1/pid")))
              .toList();
      for (Future<String> response : responses) {
        assertThat(response.get()).isEqualTo(status(functions).pid().toString());
      }
    }
    assertThat(status(functions).coldStarts()).isEqualTo(1);
    assertThat(status(functions).invocations()).isEqualTo(50);
  }

  @Test
  void a_process_that_died_is_restarted_without_a_request() throws Exception {
    Serving functions = serve(Services.aService(), NEVER);
    long first = Long.parseLong(get(functions, "/v1/pid"));

    ProcessHandle.of(first).orElseThrow().destroyForcibly();

    await("the restarted process")
        .atMost(LONG)
        .until(
            () -> status(functions).state() == State.RUNNING && status(functions).pid() != first);
    assertThat(get(functions, "/v1/pid")).isNotEqualTo(Long.toString(first));
  }

  @Test
  void no_more_requests_are_open_than_the_container_concurrency() throws Exception {
    Serving functions = serve(Services.service(2, LONG, 0), NEVER);

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 10).forEach(i -> threads.submit(() -> get(functions, "/v1/slow?50")));
    }

    assertThat(get(functions, "/v1/most-open")).isEqualTo("2");
  }

  @Test
  void a_request_without_a_free_slot_in_time_times_out() throws Exception {
    Serving functions = serve(Services.service(1, LONG, 0), NEVER);

    try (Activator.Slot occupied = functions.acquire(NAME, LONG)) {
      assertThat(occupied.address()).hasPort(occupied.address().getPort());
      assertThatThrownBy(() -> functions.acquire(NAME, Duration.ofMillis(50)))
          .isInstanceOf(TimeoutException.class);
    }

    assertThat(get(functions, "/v1/pid")).isNotEmpty();
  }

  @Test
  void a_process_that_is_not_ready_within_the_service_timeout_times_out() {
    Serving functions = serve(Services.service(0, Duration.ofMillis(1), 0), NEVER);

    assertThatThrownBy(() -> functions.acquire(NAME, LONG)).isInstanceOf(TimeoutException.class);
  }

  @Test
  void a_service_with_min_scale_1_starts_at_once() {
    Serving functions = serve(Services.service(0, LONG, 1), Duration.ofMillis(100));

    await("the process").atMost(LONG).until(() -> status(functions).state() == State.RUNNING);
  }

  @Test
  void close_leaves_no_process_behind() throws Exception {
    Serving functions = serve(Services.aService(), NEVER);
    long pid = Long.parseLong(get(functions, "/v1/pid"));

    functions.close();

    assertThat(ProcessHandle.of(pid)).isEmpty();
    await("the record of the process to be deleted")
        .atMost(LONG)
        .untilAsserted(() -> assertThat(run).isEmptyDirectory());
  }

  @Test
  void an_undeclared_service_is_refused() {
    Serving functions = serve(Services.aService(), NEVER);

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
    try (Activator.Slot slot = functions.acquire(NAME, LONG)) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(slot.address() + path)).build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }
}
