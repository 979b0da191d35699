package dev.perennial.local.manifest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestRejectionTest {

  private static final String TRIGGER = "eventing/on-completed-recurrence.yaml";
  private static final String SERVICE = "knative/task-api.yaml";

  @TempDir private Path folder;

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "any:|cesql: type = 'a'\\n"
            + "      any:| spec.filters[0].cesql: not implemented on one machine",
        "any:|all: [{cesql: a}]\\n"
            + "      any:| spec.filters[0].all[0].cesql: not implemented on one machine",
        "any:|prefix: {id: a}\\n"
            + "      any:| spec.filters[0].exact: one of exact, prefix, suffix, all, any or not"
            + " is expected",
        "any:|exact: {owner: ''}\\n" + "    - any:| spec.filters[0].exact.owner: is empty",
        "any:|suffix: {taskId: a}\\n"
            + "    - any:| spec.filters[0].suffix.taskId: lower-case letters and digits are"
            + " expected, a letter first",
        "  broker: perennial|  broker: other| spec.broker: no Broker other is declared",
        "  broker: perennial|  filter: {}| spec.filter: not implemented on one machine",
        "name: on-completed-recurrence\\n"
            + "spec|name: a\\n"
            + "  labels: {a: b}\\n"
            + "spec| metadata.labels: not implemented on one machine",
        "name: on-completed-recurrence\\n"
            + "spec|name: a\\n"
            + "  annotations: {kafka.eventing.knative.dev/delivery.order: any}\\n"
            + "spec| metadata.annotations.kafka.eventing.knative.dev/delivery.order: any: not"
            + " implemented on one machine",
        "eventing.knative.dev/v1|eventing.knative.dev/v1beta1| kind: eventing.knative.dev/v1beta1"
            + " Trigger: not implemented on one machine",
        "      kind: Service|      kind: Channel| spec.subscriber.ref.kind: serving.knative.dev/v1"
            + " Channel: not implemented on one machine",
        "      name: on-completed-recurrence|      name: a| spec.subscriber.ref.name: no Service a"
            + " is declared",
        "  subscriber:|  delivery: {backoffDelay: PT0S}\\n"
            + "  subscriber:| spec.delivery.backoffDelay: PT0S is not above zero",
        "  subscriber:|  delivery: {backoffDelay: 1s}\\n"
            + "  subscriber:| spec.delivery.backoffDelay: 1s is no ISO-8601 duration such as"
            + " PT0.2S",
        "  subscriber:|  delivery: {timeout: PT-1S}\\n"
            + "  subscriber:| spec.delivery.timeout: PT-1S is not above zero",
        "  subscriber:|  delivery: {timeout: 5}\\n"
            + "  subscriber:| spec.delivery.timeout: a string expected",
        "  subscriber:|  delivery: {retry: -1}\\n  subscriber:| spec.delivery.retry: -1 is below 0",
        "  subscriber:|  delivery: {retry: '3'}\\n"
            + "  subscriber:| spec.delivery.retry: a whole number expected",
        "  subscriber:|  delivery: {backoffPolicy: fibonacci}\\n"
            + "  subscriber:| spec.delivery.backoffPolicy: fibonacci: not implemented on one"
            + " machine",
        "  subscriber:|  delivery: {retryAfterMax: PT1S}\\n"
            + "  subscriber:| spec.delivery.retryAfterMax: not implemented on one machine",
        "  subscriber:|  delivery: {deadLetterSink: {uri: a}}\\n"
            + "  subscriber:| spec.delivery.deadLetterSink.uri: not implemented on one machine",
        "  subscriber:|  delivery: {deadLetterSink: {ref: {apiVersion: eventing.knative.dev/v1,"
            + " kind: Broker, name: perennial}}}\\n"
            + "  subscriber:| spec.delivery.deadLetterSink.ref.kind: Broker: not implemented on one"
            + " machine",
      })
  void an_invalid_trigger_is_refused(String before, String after, String reason) {
    refuses(TRIGGER, before, after, reason);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "min-scale: \"0\"|min-scale: \"2\"|"
            + " spec.template.metadata.annotations.autoscaling.knative.dev/min-scale: 2: not"
            + " implemented on one machine",
        "min-scale: \"0\"|window: 6s|"
            + " spec.template.metadata.annotations.autoscaling.knative.dev/window: not implemented"
            + " on one machine",
        "max-scale: \"3\"|max-scale: \"0\"|"
            + " spec.template.metadata.annotations.autoscaling.knative.dev/max-scale: 0 is not"
            + " between 1 and 999",
        "visibility: cluster-local|visibility: public|"
            + " metadata.labels.networking.knative.dev/visibility: public: not implemented on one"
            + " machine",
        "timeoutSeconds: 60|timeoutSeconds: 601| spec.template.spec.timeoutSeconds: 601 is not"
            + " between 1 and 600",
        "containerConcurrency: 100|containerConcurrency: -1|"
            + " spec.template.spec.containerConcurrency: -1 is not between 0 and 1000",
        "          resources:|          startupProbe: {}\\n          resources:|"
            + " spec.template.spec.containers[0].startupProbe: not implemented on one machine",
        "              path: /health/ready|              port: 8080|"
            + " spec.template.spec.containers[0].readinessProbe.httpGet.port: not implemented on"
            + " one machine",
        "value: \"10\"|value: 10| spec.template.spec.containers[0].env[4].value: a string expected",
        "value: \"10\"|valueFrom: {fieldRef: {}}|"
            + " spec.template.spec.containers[0].env[4].valueFrom.fieldRef: not implemented on one"
            + " machine",
        "            optional: true|            defaultMode: 256|"
            + " spec.template.spec.volumes[1].configMap.defaultMode: not implemented on one"
            + " machine",
        "          secret:|          emptyDir: {}\\n"
            + "          secret:| spec.template.spec.volumes[0].secret: this, configMap or"
            + " emptyDir is expected",
        "            - name: secrets|            - name: others|"
            + " spec.template.spec.containers[0].volumeMounts: no volume others is declared",
        "mountPath: /var/run/secrets/perennial|mountPath: secrets|"
            + " spec.template.spec.containers[0].volumeMounts[0].mountPath: an absolute path"
            + " without a slash at its end is expected",
        "mountPath: /tmp|mountPath: /work| spec.template.spec.containers[0].volumeMounts: an"
            + " emptyDir at /work: not implemented on one machine",
        "  name: task-api\\n|| metadata.name: is missing",
      })
  void an_invalid_service_is_refused(String before, String after, String reason) {
    refuses(SERVICE, before, after, reason);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "\"*/15 * * * *\"|\"@every 1h\"| spec.schedule: \"@every 1h\" has not 5 or 6 fields",
        "\"*/15 * * * *\"|\"0 0 1 13 *\"| spec.schedule: month \"13\" is not between 1 and 12",
        "timezone: UTC|timezone: Mars/Olympus| spec.timezone: Mars/Olympus is no IANA time zone",
        "  timezone: UTC|  delivery: {retry: 3}| spec.delivery: not implemented on one machine",
        "  timezone: UTC|  dataBase64: YQ==| spec.dataBase64: not implemented on one machine",
        "  timezone: UTC|  ceOverrides: {}| spec.ceOverrides: not implemented on one machine",
        "  timezone: UTC|  contentType: application/json\\n"
            + "  data: '[1]'| spec.data: a JSON object is expected",
        "      name: perennial|      name: other| spec.sink.ref.name: no Broker other is declared",
      })
  void an_invalid_ping_source_is_refused(String before, String after, String reason) {
    refuses("eventing/maintenance.yaml", before, after, reason);
  }

  @ParameterizedTest(name = "{0}: {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "knative/gateway.yaml|URLRewrite|RequestMirror| spec.rules[0].filters[0].type:"
            + " RequestMirror: not implemented on one machine",
        "knative/gateway.yaml|value: /v1/.*|value: /v1/(?=a).*|"
            + " spec.rules[6].matches[0].path.value: /v1/(?=a).* is more than RE2 understands",
        "knative/gateway.yaml|value: /v1/.*|value: /v1/a++|"
            + " spec.rules[6].matches[0].path.value: /v1/a++ is more than RE2 understands",
        "knative/gateway.yaml|value: /v1/.*|value: /v1/(.*|"
            + " spec.rules[6].matches[0].path.value: /v1/(.* is no regular expression",
        "knative/gateway.yaml|type: RegularExpression|type: Glob|"
            + " spec.rules[0].matches[0].path.type: Glob: not implemented on one machine",
        "knative/gateway.yaml|task-api.perennial|other.perennial|"
            + " spec.rules[6].filters[0].urlRewrite.hostname: no Service other is declared",
        "knative/gateway.yaml|- name: kourier-internal\\n"
            + "          namespace|- name: other\\n"
            + "          namespace| spec.rules[0].backendRefs[0].name: other: not implemented on"
            + " one machine",
        "knative/kustomization.yaml|resources:|commonLabels: {}\\n"
            + "resources:| commonLabels: not implemented on one machine",
        "knative/kustomization.yaml|transformers:|namespace: perennial\\n"
            + "transformers:| namespace: this or transformers is expected",
        "knative/in-namespace.yaml|unsetOnly: true|unsetOnly: false| unsetOnly: true is expected,"
            + " as namespace: does more",
        "knative/namespace.yaml|  name: perennial\\n|| metadata.name: is missing",
        "eventing/kustomization.yaml|namespace: perennial|namespace: other| namespace: is not that"
            + " of knative/",
        "eventing/broker.yaml|broker.class: Kafka|broker.class: MTChannelBasedBroker|"
            + " metadata.annotations.eventing.knative.dev/broker.class: MTChannelBasedBroker: not"
            + " implemented on one machine",
        "eventing/broker.yaml|partitions: \"8\"|partitions: \"none\"| spec.config: the ConfigMap's"
            + " data default.topic.partitions: a number above 0 is expected",
        "eventing/broker.yaml|\\n"
            + "data:|\\n"
            + "data:\\n"
            + "  auth.secret.ref.namespace: a| spec.config: the ConfigMap's data"
            + " [auth.secret.ref.namespace]: not implemented on one machine",
        "eventing/broker.yaml|  auth.secret.ref.name: kafka-broker\\n"
            + "|| spec.config: the ConfigMap's data auth.secret.ref.name: is missing",
        "eventing/broker.yaml|ref.name: kafka-broker|ref.name: other| spec.config: the ConfigMap's"
            + " data auth.secret.ref.name: no User has its password in the Secret other",
        "eventing/sinks.yaml|        name: kafka-sink|        name: other|"
            + " spec.auth.secret.ref.name: no User has its password in the Secret other",
        "eventing/users.yaml|    type: scram-sha-512|    type: scram-sha-256|"
            + " spec.authentication.type: scram-sha-256: not implemented on one machine",
        "eventing/users.yaml|          type: topic|          type: transactionalId|"
            + " spec.authorization.acls[0].resource.type: transactionalId: not implemented on one"
            + " machine",
        "eventing/users.yaml|          name: task-events\\n"
            + "|| spec.authorization.acls[0].resource.name: is missing",
        "eventing/users.yaml|[Write, Describe]|[All]| spec.authorization.acls[0].operations[0]:"
            + " All: not implemented on one machine",
        "eventing/sources.yaml|    - task-events|    - others| spec.topics[0]: no Topic others is"
            + " declared",
        "eventing/sources.yaml|ordering: unordered|ordering: sometimes| spec.ordering: sometimes:"
            + " not implemented on one machine",
        "eventing/sources.yaml|  consumerGroup: perennial-task-events\\n"
            + "|  security: {}\\n"
            + "| spec.security: not implemented on one machine",
        "eventing/sources.yaml|      enable: true|      enable: false| spec.net.sasl.enable: true"
            + " is expected",
        "eventing/sources.yaml|          key: user|          key: user\\n"
            + "          optional: true| spec.net.sasl.user.secretKeyRef.optional: not implemented"
            + " on one machine",
        "eventing/sources.yaml|  consumerGroup: perennial-task-events\\n"
            + "|| spec.consumerGroup: is missing",
        "eventing/sinks.yaml|topic: dead-letters|topic: others| spec.topic: no Topic others is"
            + " declared",
        "eventing/sinks.yaml|  name: dead-letters|  name: dead-letters\\n"
            + "  name: again| no YAML: Duplicate Object property \"name\"",
        "knative/reminder-scheduler-rbac.yaml|  kind: Role\\n"
            + "|  kind: ClusterRole\\n"
            + "| roleRef.kind: ClusterRole: not implemented on one machine",
        "knative/reminder-scheduler-rbac.yaml|  kind: Role\\n"
            + "  name: reminder-scheduler|  kind: Role\\n"
            + "  name: other| roleRef.name: no Role other is declared",
        "knative/reminder-scheduler-rbac.yaml|  - kind: ServiceAccount|  - kind: User|"
            + " subjects[0].kind: User: not implemented on one machine",
        "knative/reminder-scheduler-rbac.yaml|    namespace: perennial|    namespace: other|"
            + " subjects[0].namespace: other is not the namespace of all",
        "knative/reminder-scheduler-rbac.yaml|    verbs:|    nonResourceURLs: [a]\\n"
            + "    verbs:| rules[0].nonResourceURLs: not implemented on one machine",
        "knative/task-api.yaml|serviceAccountName: task-api|serviceAccountName: other|"
            + " spec.template.spec.serviceAccountName: no ServiceAccount other is declared",
        "eventing/topics.yaml|    segment.ms|    min.insync.replicas: '2'\\n"
            + "    segment.ms| spec.additionalConfig.min.insync.replicas: has no effect: Redpanda"
            + " acknowledges a record when most replicas have it",
        "eventing/topics.yaml|partitions: 8|partitions: 0| spec.partitions: a number above 0 is"
            + " expected",
      })
  void an_invalid_field_is_refused_with_file_and_path(
      String file, String before, String after, String reason) {
    refuses(file, before, after, reason);
  }

  @Test
  void a_kustomization_that_lists_a_missing_file_is_refused() {
    refuses(
        yaml -> yaml.with("knative/kustomization.yaml", "gateway.yaml", "gone.yaml"),
        "knative/gone.yaml: there is no such file");
  }

  @Test
  void two_resources_of_the_same_kind_and_name_are_refused() {
    refuses(
        yaml ->
            yaml.with(
                "knative/on-completed-recurrence.yaml",
                "name: on-completed-recurrence",
                "name: task-api"),
        "knative/on-completed-recurrence.yaml: metadata.name: there are two of Service task-api");
  }

  private void refuses(String file, String before, @Nullable String after, String reason) {
    String replacement = after == null ? "" : after;
    refuses(
        yaml -> yaml.with(file, before.replace("\\n", "\n"), replacement.replace("\\n", "\n")),
        file + ": " + reason.strip());
  }

  private void refuses(UnaryOperator<ShippedYaml> spoiling, String message) {
    ShippedYaml yaml = spoiling.apply(ShippedYaml.copiedTo(folder));

    assertThatThrownBy(() -> Manifests.read(yaml.root()))
        .isInstanceOf(ManifestException.class)
        .hasMessage(message);
  }
}
