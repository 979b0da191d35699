package dev.perennial.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.local.manifest.Manifests;
import dev.perennial.local.manifest.Route;
import dev.perennial.local.manifest.Route.PathMatch;
import dev.perennial.local.manifest.Route.PathMatch.Exact;
import dev.perennial.local.manifest.Route.PathMatch.Prefix;
import dev.perennial.local.manifest.Route.PathMatch.RegularExpression;
import dev.perennial.local.manifest.Route.Rule;
import dev.perennial.local.manifest.ShippedYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.dataformat.yaml.YAMLMapper;

class RouteTableTest {

  private final RouteTable routes =
      new RouteTable(
          List.of(
              new Route(
                  "first", List.of(rule("tasks", new Prefix("/v1"), new Exact("/openapi.yaml")))),
              new Route(
                  "second",
                  List.of(rule("sync", new Prefix("/v1/sync"), new Exact("/v1/sync/now"))))));

  @Test
  void a_prefix_matches_whole_path_elements() {
    assertThat(routes.serviceFor("/v1")).contains("tasks");
    assertThat(routes.serviceFor("/v1/tasks/7")).contains("tasks");
    assertThat(routes.serviceFor("/v10")).isEmpty();
  }

  @Test
  void the_longest_prefix_of_all_routes_wins() {
    assertThat(routes.serviceFor("/v1/sync/stream")).contains("sync");
    assertThat(routes.serviceFor("/v1/synchronous")).contains("tasks");
  }

  @Test
  void an_exact_match_precedes_a_longer_prefix() {
    var both =
        new RouteTable(
            List.of(
                new Route(
                    "both",
                    List.of(
                        rule("prefix", new Prefix("/a/b/")), rule("exact", new Exact("/a/b"))))));

    assertThat(both.serviceFor("/a/b")).contains("exact");
  }

  @Test
  void a_regular_expression_matches_the_whole_path() {
    RouteTable routes = routes(rule("history", new RegularExpression("/v1/tasks/[^/]+/history")));

    assertThat(routes.serviceFor("/v1/tasks/7/history")).contains("history");
    assertThat(routes.serviceFor("/v1/tasks/7/history/1")).isEmpty();
    assertThat(routes.serviceFor("/x/v1/tasks/7/history")).isEmpty();
  }

  @Test
  void the_longest_regular_expression_wins_and_then_the_first() {
    RouteTable routes =
        routes(
            rule("tasks", new RegularExpression("/v1/.*")),
            rule("first", new RegularExpression("/v1/tasks/[^/]+/a.*")),
            rule("second", new RegularExpression("/v1/tasks/[^/]+/.*b")));

    assertThat(routes.serviceFor("/v1/tasks/7")).contains("tasks");
    assertThat(routes.serviceFor("/v1/tasks/7/ab")).contains("first");
  }

  @Test
  void an_exact_match_precedes_a_regular_expression_which_precedes_a_prefix() {
    RouteTable routes =
        routes(
            rule("prefix", new Prefix("/v1/tasks/of/mine")),
            rule("expression", new RegularExpression("/v1/.*")),
            rule("exact", new Exact("/v1/a")));

    assertThat(routes.serviceFor("/v1/tasks/of/mine")).contains("expression");
    assertThat(routes.serviceFor("/v1/a")).contains("exact");
  }

  @Test
  void a_path_without_a_match_has_no_service() {
    assertThat(routes.serviceFor("/")).isEmpty();
    assertThat(routes.serviceFor("/openapi.yaml/x")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/audit, audit-sink",
    "/v1/audit/verify, audit-sink",
    "/v1/tasks/0198f3ba-6c1e-7d55-a0a1-3f0d6a4c9e21/history, audit-sink",
    "/v1/reminders/5b7c0f2e-3a4d-5c6e-8f70-1a2b3c4d5e6f/snooze, reminder-scheduler",
    "/v1/tasks/0198f3ba-6c1e-7d55-a0a1-3f0d6a4c9e21/reminders, reminder-scheduler",
    "/v1/me/devices, reminder-scheduler",
    "/v1/sync, sync-push",
    "/v1/sync/stream, sync-push",
    "/v1/sync/ticket, sync-push",
    "/v1/insights, task-insights",
    "/v1/insights/rebuild, task-insights",
    "/v1/usage, usage",
    "/v1/usage/invocations, usage",
    "/v1/invoices/2026-11, usage",
    "/v1/flows/4bf92f3577b34da6a3ce929d0e0e4736, usage",
    "/v1/me/budget, usage",
    "/v1/tasks, task-api",
    "/v1/tasks/0198f3ba-6c1e-7d55-a0a1-3f0d6a4c9e21, task-api",
    "/v1/lists, task-api",
    "/v1/lists/7/members/https%3A%2F%2Fidp.example.org%2Fusers%2F7, task-api",
    "/v1/me, task-api",
    "/v1/batch, task-api",
    "/openapi.yaml, task-api",
    "/, web",
    "/today, web",
    "/assets/index-4yjKCmhS.js, web"
  })
  void the_shipped_routes_lead_to_their_functions(String path, String function) {
    var shipped = new RouteTable(Manifests.read(ShippedYaml.PROJECT_ROOT).routes());

    assertThat(shipped.serviceFor(path)).contains(function);
  }

  @Test
  void every_described_path_leads_to_the_function_that_describes_it() throws IOException {
    var shipped = new RouteTable(Manifests.read(ShippedYaml.PROJECT_ROOT).routes());
    var functionOf = describedPaths();

    assertThat(functionOf.values()).contains("task-api", "audit-sink", "sync-push");
    assertThat(functionOf)
        .allSatisfy((path, function) -> assertThat(shipped.serviceFor(path)).contains(function));
  }

  /** The paths in {@code openapi.yaml} of each function, with an id for each parameter. */
  private static Map<String, String> describedPaths() throws IOException {
    var functionOf = new TreeMap<String, String>();
    try (var folders = Files.list(ShippedYaml.PROJECT_ROOT.resolve("functions"))) {
      for (Path folder : folders.toList()) {
        var part = folder.resolve("openapi.yaml");
        if (Files.exists(part)) {
          new YAMLMapper()
              .readTree(part)
              .required("paths")
              .propertyNames()
              .forEach(
                  path ->
                      functionOf.put(
                          path.replaceAll("\\{[^}]+}", "0198f3ba-6c1e-7d55-a0a1-3f0d6a4c9e21"),
                          folder.getFileName().toString()));
        }
      }
    }
    return functionOf;
  }

  private static RouteTable routes(Rule... rules) {
    return new RouteTable(List.of(new Route("route", List.of(rules))));
  }

  private static Rule rule(String service, PathMatch... paths) {
    return new Rule(List.of(paths), service);
  }
}
