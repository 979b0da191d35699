package dev.perennial.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.testkit.TestIssuer;
import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.ShippedFunction;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The shipped jar of operations, which is killed while it makes a step and started again. */
final class KilledProcess implements AutoCloseable {

  private final TestIssuer issuer = TestIssuer.start();
  private final Path directory;
  private final Map<String, String> more;
  private ShippedFunction function;
  private int processes;

  /**
   * @param more variables, such as the address of a Kafka
   */
  KilledProcess(Path directory, Map<String, String> more) throws IOException {
    this.directory = directory;
    this.more = more;
    function = start();
  }

  /** Delivers the event, as the broker does. */
  HttpResponse<String> deliver(CloudEvent event) {
    return post(function.http(), event);
  }

  /** Kills the process while it makes this step; the broker gets no response. */
  void killDuring(CloudEvent step) throws InterruptedException, IOException {
    var http = function.http();
    var response = CompletableFuture.supplyAsync(() -> post(http, step));
    function.kill();
    try {
      assertThat(response.get().statusCode()).isEqualTo(202);
    } catch (ExecutionException noResponse) {
      assertThat(noResponse).hasCauseInstanceOf(IllegalStateException.class);
    }
    function = start();
  }

  private static HttpResponse<String> post(Http http, CloudEvent event) {
    var letter = Console.letter(event);
    return http.post(letter.headers(), letter.data());
  }

  private ShippedFunction start() throws IOException {
    var environment = new HashMap<>(issuer.env());
    environment.put("DATABASE_URL", Console.POSTGRES.settings("operations").databaseUrl());
    environment.put("DATABASE_PASSWORD", "secret");
    environment.put("DATABASE_SSL_MODE", "disable");
    environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
    environment.put("KAFKA_SECURITY_PROTOCOL", "PLAINTEXT");
    environment.put("BIND_ADDRESS", "127.0.0.1");
    environment.putAll(more);
    return ShippedFunction.start(
        "operations", environment, directory.resolve("log-" + processes++));
  }

  @Override
  public void close() {
    function.close();
    issuer.close();
  }
}
