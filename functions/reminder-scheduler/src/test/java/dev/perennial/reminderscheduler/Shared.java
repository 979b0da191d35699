package dev.perennial.reminderscheduler;

import dev.perennial.api.testkit.TestIssuer;
import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.runtime.web.FunctionServer;
import java.util.HashMap;
import java.util.Map;

/** One instance of the function and its environment for all tests of a JVM. */
final class Shared {

  static final TestPostgres POSTGRES = TestPostgres.shared();
  static final Cluster CLUSTER = Cluster.start();
  private static final TestIssuer ISSUER = TestIssuer.start();
  static final Http HTTP = Http.to(another(Map.of()).port());
  static final Events EVENTS = new Events(HTTP);

  private Shared() {}

  /** Starts one more instance of the function with additional variables. */
  static FunctionServer another(Map<String, String> more) {
    var env = new HashMap<>(CLUSTER.env());
    env.putAll(ISSUER.env());
    env.putAll(more);
    return FunctionServer.start(POSTGRES.settings("reminder-scheduler", env), Main::wire);
  }
}
