package dev.perennial.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import dev.perennial.embedded.ChildProcesses;
import dev.perennial.embedded.Ports;
import dev.perennial.local.infra.IssuerServer;
import dev.perennial.local.manifest.Route;
import dev.perennial.local.manifest.Route.PathMatch.Prefix;
import dev.perennial.local.manifest.Route.Rule;
import dev.perennial.local.manifest.Service;
import dev.perennial.local.serving.FunctionStatus.State;
import dev.perennial.local.serving.Services;
import dev.perennial.local.serving.Serving;
import dev.perennial.local.serving.StandInLauncher;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Event streams through the gateway. */
@Timeout(300)
class StreamIT {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration IDLE = Duration.ofMillis(300);
  private static final String EVENT = "data: tick\n\n";

  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private Serving serving;
  private IssuerServer issuer;
  private Gateway gateway;

  private void open(Duration timeout, Duration idle) {
    Service service = Services.service(0, timeout, 0);
    var launcher = new StandInLauncher(new ChildProcesses(directory));
    serving =
        new Serving(
            List.of(service), launcher, idle, Duration.ofSeconds(3), InstantSource.system());
    serving.start();
    issuer = new IssuerServer(directory.resolve("issuer-key.json"), Ports.free());
    issuer.start();
    gateway = Gateway.bind(0);
    var rule = new Rule(List.of(new Prefix("/v1")), service.name());
    gateway.open(
        List.of(new Route("perennial", List.of(rule))),
        List.of(service),
        serving,
        new LocalEndpoints(issuer, () -> Map.of(), Map.of(), Map.of()),
        HttpExchange::close);
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    gateway.close();
    serving.close();
    issuer.close();
  }

  @Test
  void an_open_stream_keeps_the_function_running_and_no_longer() throws Exception {
    open(LONG, IDLE);

    try (InputStream stream = stream(50).join().body()) {
      // Five times the idle time.
      assertThat(stream.readNBytes(30 * EVENT.length())).asString().startsWith(EVENT);
      assertThat(serving.status().getFirst().coldStarts()).isOne();
    }

    await("the function to be stopped")
        .atMost(LONG)
        .until(() -> serving.status().getFirst().state() == State.STOPPED);
  }

  @Test
  void a_stream_is_cut_at_the_service_timeout() {
    open(Duration.ofSeconds(5), LONG);

    InputStream stream = stream(50).join().body();

    assertThatThrownBy(() -> stream.readAllBytes()).isInstanceOf(IOException.class);
    await("the function to notice the closed stream")
        .atMost(LONG)
        .until(() -> openStreams().equals("0"));
  }

  @Test
  void hundreds_of_open_streams_do_not_block_other_requests() throws Exception {
    open(LONG, LONG);

    List<CompletableFuture<HttpResponse<InputStream>>> responses =
        IntStream.range(0, 400).mapToObj(_ -> stream(2_000)).toList();
    List<InputStream> streams = new ArrayList<>();
    for (CompletableFuture<HttpResponse<InputStream>> response : responses) {
      streams.add(response.join().body());
    }
    for (InputStream stream : streams) {
      assertThat(stream.readNBytes(EVENT.length())).asString().isEqualTo(EVENT);
    }
    assertThat(openStreams()).isEqualTo("400");

    for (InputStream stream : streams) {
      stream.close();
    }
    await("the function to notice the closed streams")
        .atMost(LONG)
        .until(() -> openStreams().equals("0"));
  }

  private CompletableFuture<HttpResponse<InputStream>> stream(int millisBetweenEvents) {
    return client.sendAsync(
        request("/v1/stream?" + millisBetweenEvents), BodyHandlers.ofInputStream());
  }

  private String openStreams() throws IOException, InterruptedException {
    return client.send(request("/v1/open-streams"), BodyHandlers.ofString()).body();
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create(gateway.address() + path)).build();
  }
}
