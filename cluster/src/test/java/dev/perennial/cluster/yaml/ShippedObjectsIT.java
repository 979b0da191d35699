package dev.perennial.cluster.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedObjectsIT {

  private static final Schemas SCHEMAS = new Schemas();

  @ParameterizedTest
  @ValueSource(strings = {"knative", "eventing"})
  void every_object_of_a_folder_has_only_the_fields_that_a_cluster_knows(String folder) {
    Rendered rendered = Rendered.of(folder);

    assertThat(rendered.objects()).hasSizeGreaterThan(10);
    assertThat(violations(rendered)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "staging", "prod"})
  void every_object_of_an_environment_has_only_the_fields_that_a_cluster_knows(String name) {
    Rendered rendered = Rendered.environment(name);

    assertThat(rendered.objects()).hasSizeGreaterThan(40);
    assertThat(violations(rendered)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"kourier", "event-identity"})
  void every_object_of_a_component_has_only_the_fields_that_a_cluster_knows(String component)
      throws IOException {
    Path copy = Rendered.copy();
    with(copy, component);

    assertThat(violations(Rendered.of(copy, "overlays/trial"))).isEmpty();
  }

  /** One change in a file for each source of schemas. */
  @ParameterizedTest(name = "{0}: {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "knative/task-api.yaml|containerConcurrency|containerConcurency|Service task-api:"
            + " /spec/template/spec: property 'containerConcurency'",
        "knative/task-api.yaml|timeoutSeconds: 60|timeoutSeconds: a minute|Service task-api:"
            + " /spec/template/spec/timeoutSeconds: string found, integer expected",
        "knative/migration.yaml|backoffLimit|backofLimit|Job migrate: /spec: property"
            + " 'backofLimit'",
        "knative/policies.yaml|policyTypes|policyType|NetworkPolicy default-deny: /spec: property"
            + " 'policyType'",
        "knative/gateway.yaml|gatewayClassName|className|Gateway perennial: /spec: required"
            + " property 'gatewayClassName' not found",
        "eventing/sync-push.yaml|subscriber:|subscribers:|Trigger sync-push: /spec: property"
            + " 'subscribers'",
        "eventing/sources.yaml|consumerGroup|consumersGroup|KafkaSource task-events: /spec:"
            + " property 'consumersGroup'",
        "eventing/topics.yaml|replicationFactor|replicas|Topic task-events: /spec: property"
            + " 'replicas'",
        "eventing/alarm.yaml|kind: PingSource|kind: PingSources|PingSources reminder-alarm: there"
            + " is no schema of sources.knative.dev/v1 PingSources",
      })
  void a_field_that_a_cluster_does_not_know_is_refused_with_file_and_path(
      String file, String before, String after, String violation) throws IOException {
    Path copy = Rendered.copy();
    Path changed = copy.resolve(file);
    String text = Files.readString(changed);
    assertThat(text).contains(before);
    Files.writeString(changed, text.replaceFirst(before, after));

    assertThat(fileViolations(copy, file))
        .anySatisfy(found -> assertThat(found).startsWith(file + ": " + violation));
  }

  private static void with(Path copy, String component) throws IOException {
    Path trial = Files.createDirectory(copy.resolve("overlays/trial"));
    Files.writeString(
        trial.resolve("kustomization.yaml"),
        """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        resources:
          - ../../knative
          - ../../eventing
        components:
          - ../components/%s
        """
            .formatted(component));
  }

  private static List<String> violations(Rendered rendered) {
    return rendered.objects().stream().flatMap(ShippedObjectsIT::violations).toList();
  }

  private static Stream<String> violations(ClusterObject object) {
    return SCHEMAS.violations(object).stream();
  }

  private static List<String> fileViolations(Path root, String file) throws IOException {
    return Rendered.documents(Files.readString(root.resolve(file))).stream()
        .map(ClusterObject::new)
        .flatMap(ShippedObjectsIT::violations)
        .map(found -> file + ": " + found)
        .toList();
  }
}
