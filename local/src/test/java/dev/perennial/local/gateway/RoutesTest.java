package dev.perennial.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.local.manifest.Route;
import dev.perennial.local.manifest.Route.PathMatch;
import dev.perennial.local.manifest.Route.PathMatch.Exact;
import dev.perennial.local.manifest.Route.PathMatch.Prefix;
import dev.perennial.local.manifest.Route.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesTest {

  private final Routes routes =
      new Routes(
          List.of(
              new Route(
                  "first", List.of(rule("tasks", new Prefix("/v1"), new Exact("/openapi.yaml")))),
              new Route(
                  "second",
                  List.of(rule("sync", new Prefix("/v1/sync"), new Exact("/v1/sync/now"))))));

  @Test
  void matchesWholePathElements() {
    assertThat(routes.serviceFor("/v1")).contains("tasks");
    assertThat(routes.serviceFor("/v1/tasks/7")).contains("tasks");
    assertThat(routes.serviceFor("/v10")).isEmpty();
  }

  @Test
  void prefersTheLongestPrefixWhicheverRouteItIsIn() {
    assertThat(routes.serviceFor("/v1/sync/stream")).contains("sync");
    assertThat(routes.serviceFor("/v1/synchronous")).contains("tasks");
  }

  @Test
  void prefersAnExactMatchToALongerPrefix() {
    var both =
        new Routes(
            List.of(
                new Route(
                    "both",
                    List.of(
                        rule("prefix", new Prefix("/a/b/")), rule("exact", new Exact("/a/b"))))));

    assertThat(both.serviceFor("/a/b")).contains("exact");
  }

  @Test
  void leadsNowhereIfNothingMatches() {
    assertThat(routes.serviceFor("/")).isEmpty();
    assertThat(routes.serviceFor("/openapi.yaml/x")).isEmpty();
  }

  private static Rule rule(String service, PathMatch... paths) {
    return new Rule(List.of(paths), service);
  }
}
