package dev.perennial.runtime.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.perennial.runtime.ledger.EventHandler;
import dev.perennial.runtime.testkit.Gate;
import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.TestPostgres;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.junit.jupiter.api.Test;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What SIGTERM does, by the hook that closes the function. */
class GracefulStopIT {

  private static final Gate GATE = new Gate();
  private static final Gate ANSWERED = new Gate();
  private static final CountDownLatch FAILED = new CountDownLatch(1);

  @Configuration(proxyBeanMethods = false)
  @Import(EventConfiguration.class)
  static class Wiring {

    @Bean
    EventHandler handler() {
      return event -> {
        if (event.getType().equals("failing")) {
          FAILED.countDown();
          throw new IllegalStateException("passing");
        }
        GATE.pass();
      };
    }

    /** A server that is slow between counting a request as done and letting go of it. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> lingering() {
      return server -> server.addEngineValves(new Lingering());
    }
  }

  private static final class Lingering extends ValveBase {

    Lingering() {
      super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
      getNext().invoke(request, response);
      if (response.getStatus() == 202) {
        ANSWERED.pass();
      }
    }
  }

  @Test
  void finishes_requests_in_flight_returns_waiting_events_and_refuses_new_work() throws Exception {
    var function =
        FunctionServer.run(TestPostgres.shared().settings("on-completed-recurrence"), Wiring.class);
    var http = Http.to(function);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var inFlight = executor.submit(() -> http.post(event("working"), "{}"));
      var waiting = executor.submit(() -> http.post(event("failing"), "{}"));
      GATE.awaitReached();
      FAILED.await();

      var stopped = executor.submit(function::close);

      assertThat(waiting.get().statusCode()).as("the broker comes back with it").isEqualTo(503);
      await("the door is closed")
          .untilAsserted(() -> assertThatIllegalStateException().isThrownBy(() -> ready(http)));
      GATE.open();
      assertThat(inFlight.get().statusCode()).isEqualTo(202);
      stopped.get();
      ANSWERED.open();
    }
  }

  private static void ready(Http http) {
    http.send("GET", "/health/ready", Map.of(), "");
  }

  private static Map<String, String> event(String type) {
    return Map.of(
        "ce-specversion", "1.0",
        "ce-id", UUID.randomUUID().toString(),
        "ce-source", "/test",
        "ce-type", type,
        "Content-Type", "application/json");
  }
}
