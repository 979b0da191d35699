package dev.perennial.reminderscheduler;

import dev.perennial.api.testkit.TestIssuer;
import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.runtime.web.FunctionServer;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;

/** One function for all tests of a JVM, and its surroundings; it runs until the JVM ends. */
final class Shared {

  static final TestPostgres POSTGRES = TestPostgres.shared();
  static final Cluster CLUSTER = Cluster.start();
  private static final TestIssuer ISSUER = TestIssuer.start();
  static final Http HTTP = Http.to(another(Map.of()));
  static final Events EVENTS = new Events(HTTP);

  private Shared() {}

  /** One more instance of the function, with these variables as well. */
  static ConfigurableApplicationContext another(Map<String, String> more) {
    var env = new HashMap<>(CLUSTER.env());
    env.putAll(ISSUER.env());
    env.putAll(more);
    return FunctionServer.run(POSTGRES.settings("reminder-scheduler", env), Main.class);
  }
}
