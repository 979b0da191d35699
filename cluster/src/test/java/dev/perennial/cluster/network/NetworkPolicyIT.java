package dev.perennial.cluster.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.cluster.yaml.ClusterObject;
import dev.perennial.cluster.yaml.Rendered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * That events come from the broker only, and that the policies allow what is needed and no more.
 */
class NetworkPolicyIT {

  private static final String INTERNET =
      "0.0.0.0/0 except 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 169.254.0.0/16";

  @ParameterizedTest
  @CsvSource({
    "dev, postgres/cnpg.io/cluster=perennial, redpanda/app.kubernetes.io/name=redpanda, TCP 9093",
    "staging, 10.40.0.0/16, " + INTERNET + ", TCP 9092",
    "prod, 10.40.0.0/16, " + INTERNET + ", TCP 9092",
  })
  void every_required_connection_is_allowed_and_no_other(
      String environment, String database, String kafka, String kafkaPort) {
    Rendered rendered = Rendered.environment(environment);

    assertThat(open(rendered))
        .containsExactlyElementsOf(
            new RequiredConnections(
                    rendered, List.of(database, "TCP 5432"), List.of(kafka, kafkaPort))
                .ofAll());
  }

  /** Pods that are no function: cert-manager's, which answer the authority of certificates. */
  @Test
  void a_policy_that_selects_no_pod_of_ours_is_for_the_certificate() {
    assertThat(policiesForOthers("dev")).isEmpty();
    assertThat(policiesForOthers("staging")).containsExactly("certificate");
    assertThat(policiesForOthers("prod")).containsExactly("certificate");
  }

  private static List<String> policiesForOthers(String environment) {
    return Rendered.environment(environment)
        .ofKind("NetworkPolicy")
        .filter(policy -> "perennial".equals(policy.namespace()))
        .filter(policy -> policy.fields().at("/spec/podSelector").toString().contains("acme."))
        .map(ClusterObject::name)
        .toList();
  }

  /** On a cluster a Broker delivers by Kourier, so it has to be closed to other pods as well. */
  @ParameterizedTest
  @ValueSource(strings = {"dev", "staging", "prod"})
  void only_the_dispatcher_and_the_gateway_reach_functions_through_kourier(String environment) {
    JsonNode policy =
        Rendered.environment(environment).named("NetworkPolicy", "kourier").fields().at("/spec");

    assertThat(policy.at("/podSelector/matchLabels/app").asString())
        .isEqualTo("3scale-kourier-gateway");
    assertThat(
            policy
                .at("/ingress")
                .valueStream()
                .flatMap(rule -> rule.at("/from").valueStream())
                .map(
                    peer ->
                        peer.at("/namespaceSelector/matchLabels")
                                .values()
                                .iterator()
                                .next()
                                .asString()
                            + "/"
                            + peer.at("/podSelector/matchLabels")
                                .values()
                                .iterator()
                                .next()
                                .asString()))
        .containsExactly(
            "knative-eventing/kafka-broker-dispatcher",
            "knative-eventing/kafka-source-dispatcher",
            "envoy-gateway-system/perennial",
            "knative-serving/net-kourier-controller");
  }

  @Test
  void the_gateway_leads_no_request_to_the_path_where_functions_accept_events() {
    List<JsonNode> rules =
        Rendered.of("knative")
            .named("HTTPRoute", "perennial")
            .fields()
            .at("/spec/rules")
            .valueStream()
            .toList();

    assertThat(rules.stream().filter(rule -> !leadsToApp(rule)).flatMap(NetworkPolicyIT::paths))
        .hasSizeGreaterThan(5)
        .allMatch(path -> path.startsWith("/v1/") || "/openapi.yaml".equals(path));
    // It accepts no events.
    assertThat(rules.stream().filter(NetworkPolicyIT::leadsToApp)).hasSize(1);
  }

  private static boolean leadsToApp(JsonNode rule) {
    return rule.at("/filters/0/urlRewrite/hostname").asString().startsWith("web.");
  }

  private static Stream<String> paths(JsonNode rule) {
    return rule.findValues("path").stream().map(path -> path.at("/value").asString());
  }

  @Test
  void every_function_is_local_to_the_cluster() {
    assertThat(Rendered.of("knative").functions())
        .hasSize(10)
        .allSatisfy(
            function ->
                assertThat(
                        function
                            .fields()
                            .at("/metadata/labels/networking.knative.dev~1visibility")
                            .asString())
                    .isEqualTo("cluster-local"));
  }

  /** Alpha in Knative, so no environment has it; a component of overlays/ adds it. */
  @Test
  void senders_need_an_identity_only_with_the_component() throws IOException {
    assertThat(Rendered.environment("prod").ofKind("EventPolicy")).isEmpty();

    Path copy = Rendered.copy();
    Path prod = copy.resolve("overlays/prod/kustomization.yaml");
    Files.writeString(
        prod,
        Files.readString(prod)
            .replace("  - ../components/kourier\n", "  - ../components/event-identity\n"));
    Rendered rendered = Rendered.of(copy, "overlays/prod");

    for (String broker : List.of("perennial", "redrives")) {
      assertThat(senders(rendered, broker))
          .isNotEmpty()
          .containsExactlyElementsOf(intoBroker(rendered, broker));
    }
    assertThat(senders(rendered, "dead-letters"))
        .containsExactlyInAnyOrderElementsOf(intoDeadLetters(rendered));
    assertThat(rendered.ofKind("Trigger"))
        .allSatisfy(
            trigger ->
                assertThat(trigger.fields().at("/spec/subscriber/audience").asString(""))
                    .isEqualTo(
                        "perennial/"
                            + trigger.fields().at("/spec/subscriber/ref/name").asString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "          port: 5432|          port: 5433|task-api -> postgres",
        "              app: activator|              app: anybody|knative-serving/app=anybody",
        "          - reminder-dispatch\\n  policyTypes|          - task-api\\n  policyTypes|587",
      })
  void a_changed_policy_is_noticed(String before, String after, String difference)
      throws IOException {
    Path copy = Rendered.copy();
    Path policies = copy.resolve("knative/policies.yaml");
    String text = Files.readString(policies);
    String changed = text.replace(before.replace("\\n", "\n"), after.replace("\\n", "\n"));
    Files.writeString(policies, changed);

    assertThat(changed).isNotEqualTo(text);
    SortedSet<Connection> connections = open(Rendered.of(copy, "knative"));
    connections.removeAll(open(Rendered.of("knative")));
    assertThat(connections)
        .anySatisfy(connection -> assertThat(connection.toString()).contains(difference));
  }

  @Test
  void a_pod_that_no_policy_selects_is_noticed() throws IOException {
    Path copy = Rendered.copy();
    Path policies = copy.resolve("knative/policies.yaml");
    Files.writeString(
        policies,
        Files.readString(policies)
            .replace("podSelector: {}", "podSelector:\n    matchLabels:\n      a: b"));

    assertThatThrownBy(() -> open(Rendered.of(copy, "knative")))
        .hasMessageContaining("no policy selects Service web for Egress");
  }

  private static SortedSet<Connection> open(Rendered rendered) {
    return AllowedConnections.of(
        rendered,
        "perennial",
        Stream.concat(rendered.functions().stream(), rendered.ofKind("Job")).toList());
  }

  private static List<String> senders(Rendered rendered, String policy) {
    return rendered
        .named("EventPolicy", policy)
        .fields()
        .at("/spec/from")
        .valueStream()
        .map(from -> from.at("/ref/kind").asString() + " " + from.at("/ref/name").asString())
        .sorted()
        .toList();
  }

  private static List<String> intoBroker(Rendered rendered, String broker) {
    return rendered.objects().stream()
        .filter(object -> broker.equals(object.fields().at("/spec/sink/ref/name").asString("")))
        .map(ClusterObject::toString)
        .sorted()
        .toList();
  }

  private static List<String> intoDeadLetters(Rendered rendered) {
    Stream<ClusterObject> sources =
        rendered
            .ofKind("KafkaSource")
            .filter(source -> source.fields().at("/spec/delivery").has("deadLetterSink"));
    return Stream.concat(rendered.ofKind("Trigger"), sources).map(ClusterObject::toString).toList();
  }
}
