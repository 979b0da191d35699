package dev.perennial.cluster.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The profile "restricted" of Kubernetes' Pod Security Standards, which the namespace enforces. */
class PodSecurityIT {

  private static final Set<String> VOLUMES =
      Set.of("configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "projected", "secret");

  private final Rendered knative = Rendered.of("knative");

  @Test
  void the_namespace_enforces_the_restricted_profile() {
    assertThat(
            knative
                .named("Namespace", "perennial")
                .fields()
                .at("/metadata/labels")
                .path("pod-security.kubernetes.io/enforce")
                .asString())
        .isEqualTo("restricted");
  }

  @Test
  void every_pod_is_allowed_by_the_restricted_profile() {
    assertThat(pods(knative)).hasSize(11);
    assertThat(pods(knative).flatMap(pod -> violations(pod.podSpec()).stream())).isEmpty();
  }

  @Test
  void every_pod_has_a_read_only_root_and_limited_memory_and_its_own_account() {
    assertThat(pods(knative))
        .allSatisfy(
            pod -> {
              JsonNode container = pod.podSpec().at("/containers/0");
              assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                  .isTrue();
              assertThat(container.at("/resources/limits/memory").asString("")).isNotEmpty();
              assertThat(container.at("/resources/requests/cpu").asString("")).isNotEmpty();
              assertThat(pod.podSpec().at("/serviceAccountName").asString(""))
                  .isEqualTo("Job".equals(pod.kind()) ? "migrator" : pod.name());
            });
  }

  @Test
  void only_reminder_scheduler_gets_a_token_for_the_kubernetes_api() {
    assertThat(
            knative
                .ofKind("ServiceAccount")
                .filter(
                    account -> account.fields().at("/automountServiceAccountToken").asBoolean(true))
                .map(ClusterObject::name))
        .containsExactly("reminder-scheduler");
  }

  @ParameterizedTest
  @CsvSource({
    "runAsNonRoot, runAsNonRoot",
    "seccompProfile, seccompProfile",
    "capabilities, capabilities",
    "allowPrivilegeEscalation, allowPrivilegeEscalation",
  })
  void a_pod_without_one_of_these_fields_is_not_allowed(String field, String violation) {
    ObjectNode pod = (ObjectNode) knative.functions().getFirst().podSpec().deepCopy();
    ((ObjectNode) pod.at("/containers/0/securityContext")).remove(field);

    assertThat(violations(pod)).containsExactly(violation);
  }

  private static Stream<ClusterObject> pods(Rendered rendered) {
    return rendered.objects().stream().filter(object -> object.podSpec().has("containers"));
  }

  /** What the profile has against a pod, for the fields that such a pod can have. */
  private static List<String> violations(JsonNode pod) {
    List<String> violations = new ArrayList<>();
    for (JsonNode container : pod.at("/containers")) {
      JsonNode context = container.at("/securityContext");
      if (context.at("/allowPrivilegeEscalation").asBoolean(true)) {
        violations.add("allowPrivilegeEscalation");
      }
      if (!context.at("/capabilities/drop").toString().contains("\"ALL\"")) {
        violations.add("capabilities");
      }
      if (!either(pod, context, "/runAsNonRoot").asBoolean(false)) {
        violations.add("runAsNonRoot");
      }
      if (!"RuntimeDefault".equals(either(pod, context, "/seccompProfile/type").asString(""))) {
        violations.add("seccompProfile");
      }
    }
    pod.path("volumes")
        .valueStream()
        .flatMap(volume -> volume.propertyNames().stream())
        .filter(name -> !"name".equals(name) && !VOLUMES.contains(name))
        .forEach(violations::add);
    return violations;
  }

  private static JsonNode either(JsonNode pod, JsonNode context, String path) {
    return context.at(path).isMissingNode()
        ? pod.at("/securityContext").at(path)
        : context.at(path);
  }
}
