package dev.perennial.reminderscheduler;

import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.TestIssuer;
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
  static final Http HTTP = Http.to(another());

  private Shared() {}

  /** One more instance of the function. */
  static ConfigurableApplicationContext another() {
    return FunctionServer.run(POSTGRES.settings("reminder-scheduler", env()), Main.class);
  }

  private static Map<String, String> env() {
    var env = new HashMap<>(CLUSTER.env());
    env.putAll(ISSUER.env());
    return env;
  }
}
