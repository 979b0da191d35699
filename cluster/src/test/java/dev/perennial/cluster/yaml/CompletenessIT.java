package dev.perennial.cluster.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** That nothing is missing of what the functions name. */
class CompletenessIT {

  private static final String VARIABLES = "docs/developing.md";

  @Test
  void a_development_cluster_gets_every_secret_key_that_a_pod_requires() {
    Rendered dev = Rendered.environment("dev");

    assertThat(keysOf(dev, "Secret"))
        .containsAll(RequiredKeys.ofSecrets(dev))
        .contains("database-owner/password", "audit-sink/payload-key");
  }

  /** Where Terraform makes the ConfigMap of the authorities, EnvironmentsIT checks its keys. */
  @ParameterizedTest
  @CsvSource({"dev, ''", "staging, authorities/database.pem", "prod, authorities/database.pem"})
  void every_config_map_key_that_a_pod_requires_is_there(String environment, String elsewhere) {
    Rendered rendered = Rendered.environment(environment);
    Set<String> required = RequiredKeys.ofConfigMaps(rendered);

    assertThat(required).contains("perennial/DATABASE_URL", "authorities/database.pem");
    required.remove(elsewhere);
    assertThat(keysOf(rendered, "ConfigMap")).containsAll(required);
  }

  /** Those that docs/developing.md calls required. */
  @ParameterizedTest
  @ValueSource(strings = {"dev", "staging", "prod"})
  void every_function_has_a_value_of_each_required_variable(String environment) {
    Rendered rendered = Rendered.environment(environment);
    List<String> shared =
        List.copyOf(rendered.named("ConfigMap", "perennial").fields().at("/data").propertyNames());

    assertThat(rendered.functions())
        .hasSize(10)
        .allSatisfy(
            function ->
                assertThat(Stream.concat(shared.stream(), own(function)))
                    .containsAll(hasLogins(function) ? required("### Every function") : List.of())
                    .containsAll(required("### " + function.name())));
    assertThat(required("### task-api")).contains("OIDC_ISSUER");
  }

  @ParameterizedTest
  @CsvSource({
    "knative, serviceAccountName, ServiceAccount",
    "eventing, subscriber, Service",
    "eventing, sink, Broker or Service",
    "eventing, deadLetterSink, KafkaSink",
    "eventing, config, ConfigMap",
  })
  void every_object_that_is_named_is_there(String folder, String field, String kind) {
    Rendered named = Rendered.of(folder);
    Rendered all = Rendered.environment("dev");

    List<String> names =
        named.objects().stream()
            .flatMap(object -> object.fields().findValues(field).stream())
            .map(node -> node.isString() ? node.asString() : name(node))
            .distinct()
            .toList();

    assertThat(names).isNotEmpty();
    assertThat(Stream.of(kind.split(" or ")).flatMap(all::ofKind).map(ClusterObject::name))
        .containsAll(names);
  }

  @Test
  void every_object_is_in_a_namespace_that_exists_before() {
    Rendered dev = Rendered.environment("dev");

    assertThat(
            dev.objects().stream()
                .filter(object -> !"Namespace".equals(object.kind()))
                .map(ClusterObject::namespace))
        .containsOnly("perennial", "kourier-system");
    assertThat(dev.objects().getFirst()).matches(object -> object.is("Namespace", "perennial"));
  }

  /** What is applied before the functions, by the label of docs/operations.md. */
  @Test
  void the_migration_needs_nothing_that_is_applied_later() {
    List<String> first =
        Rendered.of("knative").objects().stream()
            .filter(CompletenessIT::isFirst)
            .map(ClusterObject::toString)
            .toList();

    assertThat(first)
        .containsExactlyInAnyOrder(
            "Namespace perennial",
            "ConfigMap perennial",
            "ServiceAccount migrator",
            "Job migrate",
            "NetworkPolicy default-deny",
            "NetworkPolicy dns",
            "NetworkPolicy database-of-migrator");
  }

  @Test
  void a_development_cluster_gets_the_secrets_of_the_migration_with_it() {
    Rendered dev = Rendered.environment("dev");
    Rendered first =
        new Rendered("first", dev.objects().stream().filter(CompletenessIT::isFirst).toList());

    assertThat(first.ofKind("Job")).hasSize(1);
    assertThat(keysOf(first, "Secret")).containsAll(RequiredKeys.ofSecrets(first));
  }

  private static boolean isFirst(ClusterObject object) {
    return "migration"
        .equals(object.fields().at("/metadata/labels/app.kubernetes.io~1component").asString(""));
  }

  @Test
  void the_migration_lets_each_function_log_in() {
    Rendered knative = Rendered.of("knative");

    assertThat(
            knative.named("Job", "migrate").podSpec().findValues("secret").stream()
                .map(
                    secret ->
                        secret.at("/name").asString()
                            + " "
                            + secret.at("/items/0/path").asString()))
        .containsExactlyInAnyOrderElementsOf(
            knative.functions().stream()
                .filter(CompletenessIT::hasLogins)
                .map(function -> function.name() + " " + function.name())
                .toList());
  }

  @ParameterizedTest
  @CsvSource({"knative, 97", "overlays/prod, 397"})
  void all_pods_together_have_fewer_connections_than_postgres_has(String folder, int available) {
    int connections =
        Rendered.of(folder).functions().stream()
            .filter(CompletenessIT::hasLogins)
            .mapToInt(function -> maxScale(function) * (poolSize(function) + listeners(function)))
            .sum();

    assertThat(connections).isBetween(1, available);
  }

  /** Whether it has a database role and a Kafka user: all but the function of the app's files. */
  private static boolean hasLogins(ClusterObject function) {
    return !"web".equals(function.name());
  }

  /** sync-push has one more connection in each pod, for LISTEN. */
  private static int listeners(ClusterObject function) {
    return "sync-push".equals(function.name()) ? 1 : 0;
  }

  private static int maxScale(ClusterObject function) {
    return Integer.parseInt(
        function
            .fields()
            .at("/spec/template/metadata/annotations/autoscaling.knative.dev~1max-scale")
            .asString());
  }

  private static int poolSize(ClusterObject function) {
    return function
        .podSpec()
        .at("/containers/0/env")
        .valueStream()
        .filter(variable -> "DATABASE_POOL_SIZE".equals(variable.at("/name").asString()))
        .mapToInt(variable -> Integer.parseInt(variable.at("/value").asString()))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<String> own(ClusterObject function) {
    return function
        .podSpec()
        .at("/containers/0/env")
        .valueStream()
        .map(variable -> variable.at("/name").asString().replaceFirst("_FILE$", ""));
  }

  private static List<String> required(String heading) {
    return MarkdownTable.in(VARIABLES, heading).rows().stream()
        .filter(row -> "required".equals(row.get(1)))
        .map(List::getFirst)
        .toList();
  }

  private static String name(JsonNode reference) {
    return reference.at("/ref/name").asString(reference.at("/name").asString(""));
  }

  private static Set<String> keysOf(Rendered rendered, String kind) {
    return rendered
        .ofKind(kind)
        .flatMap(
            object ->
                object.fields().at("/data").propertyNames().stream()
                    .map(key -> object.name() + "/" + key))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
