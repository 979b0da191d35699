package dev.perennial.local.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.perennial.local.manifest.DeliverySpec.BackoffPolicy;
import dev.perennial.local.manifest.Destination.ToBroker;
import dev.perennial.local.manifest.Destination.ToSink;
import dev.perennial.local.manifest.Route.PathMatch;
import dev.perennial.local.manifest.Service.EnvFrom;
import dev.perennial.local.manifest.Service.EnvValue;
import dev.perennial.local.manifest.Service.Mount;
import dev.perennial.local.manifest.Sink.ContentMode;
import dev.perennial.local.manifest.Source.InitialOffset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestsTest {

  private static final DeliverySpec AS_SHIPPED =
      new DeliverySpec(
          12,
          BackoffPolicy.EXPONENTIAL,
          Duration.ofMillis(200),
          Duration.ofSeconds(100),
          Optional.of(new ToSink("dead-letters")));

  private static final String DEAD_LETTER_SINK =
      """
          deadLetterSink:
            ref:
              apiVersion: eventing.knative.dev/v1alpha1
              kind: KafkaSink
              name: dead-letters
      """;
  private static final String BROKER_DELIVERY = shippedDelivery("PT100S");
  private static final String SOURCE_DELIVERY = shippedDelivery("PT30S");

  @TempDir private Path folder;

  private final Manifests shipped = Manifests.read(ShippedYaml.PROJECT_ROOT);

  @Test
  void a_service_is_read_with_its_environment_and_scale() {
    Service service = named("on-completed-recurrence");

    assertThat(service.image()).isEqualTo("perennial/on-completed-recurrence");
    assertThat(service.containerConcurrency()).isEqualTo(32);
    assertThat(service.timeout()).isEqualTo(Duration.ofSeconds(120));
    assertThat(service.port()).isEqualTo(8080);
    assertThat(service.minScale()).isZero();
    assertThat(service.readinessPath()).isEqualTo("/health/ready");
    assertThat(service.envFrom()).containsExactly(new EnvFrom.ConfigMap("perennial"));
    assertThat(service.env())
        .containsEntry(
            "DATABASE_PASSWORD_FILE",
            new EnvValue.Literal("/var/run/secrets/perennial/database-password"))
        .containsEntry("DATABASE_POOL_SIZE", new EnvValue.Literal("4"));
  }

  @Test
  void every_service_with_logins_mounts_the_secret_of_its_name_and_the_authorities() {
    assertThat(named("web").mounts()).isEmpty();
    assertThat(shipped.services())
        .filteredOn(service -> !service.name().equals("web"))
        .allSatisfy(
            service -> {
              assertThat(service.mounts())
                  .containsExactly(
                      new Mount(
                          new EnvFrom.Secret(service.name()), "/var/run/secrets/perennial", false),
                      new Mount(
                          new EnvFrom.ConfigMap("authorities"), "/var/run/authorities", true));
              assertThat(service.env())
                  .containsKeys(
                      "DATABASE_PASSWORD_FILE",
                      "DATABASE_CA_FILE",
                      "KAFKA_PASSWORD_FILE",
                      "KAFKA_CA_FILE");
            });
    assertThat(named("reminder-dispatch").env())
        .containsKeys("SMTP_PASSWORD_FILE", "FIREBASE_CREDENTIALS_FILE");
  }

  /** 10 seconds earlier, so that Knative never cuts a stream in the middle of an event. */
  @Test
  void a_stream_ends_before_the_timeout_of_its_service() {
    Service following = named("sync-push");

    assertThat(following.env())
        .containsEntry(
            "STREAM_SECONDS",
            new EnvValue.Literal(Long.toString(following.timeout().toSeconds() - 10)));
  }

  @Test
  void the_service_of_a_route_is_read() {
    assertThat(shipped.routes().getFirst().rules())
        .contains(
            new Route.Rule(
                List.of(
                    new PathMatch.RegularExpression("/v1/.*"),
                    new PathMatch.Exact("/openapi.yaml")),
                "task-api"));
  }

  @Test
  void a_topic_is_read_without_settings_that_need_several_brokers() {
    assertThat(shipped.topics())
        .contains(
            new Topic(
                "task-events", 8, Map.of("retention.ms", "604800000", "segment.ms", "86400000")),
            new Topic(
                "task-reminders", 8, Map.of("retention.ms", "604800000", "segment.ms", "86400000")),
            new Topic(
                "dead-letters", 1, Map.of("retention.ms", "2592000000", "segment.ms", "86400000")),
            new Topic(
                "audit-checkpoints", 1, Map.of("cleanup.policy", "delete", "retention.ms", "-1")));
  }

  @Test
  void the_shipped_yaml_leads_an_event_from_topic_to_subscriber() {
    var broker =
        new Broker(
            "perennial",
            "kafka-broker",
            "knative-broker-perennial-perennial",
            8,
            Map.of("retention.ms", "604800000", "segment.ms", "86400000"));

    assertThat(shipped.brokers()).contains(broker);
    assertThat(shipped.sinks())
        .containsExactly(
            new Sink("dead-letters", "kafka-sink", "dead-letters", ContentMode.BINARY));
    assertThat(shipped.sources())
        .filteredOn(source -> source.name().equals("task-events"))
        .singleElement()
        .satisfies(
            source -> {
              assertThat(source.consumerGroup()).isEqualTo("perennial-task-events");
              assertThat(source.topics()).containsExactly("task-events", "task-reminders");
              assertThat(source.initialOffset()).isEqualTo(InitialOffset.EARLIEST);
              assertThat(source.ordering()).isEqualTo(DeliveryOrder.UNORDERED);
              assertThat(source.sink()).isEqualTo(new ToBroker("perennial"));
            });
    assertThat(trigger(shipped).broker()).isEqualTo(broker);
    assertThat(trigger(shipped).service()).isEqualTo("on-completed-recurrence");
    assertThat(trigger(shipped).filters())
        .containsExactly(
            new Filter.Any(
                List.of(
                    new Filter.Exact(Map.of("type", "dev.perennial.task.completed.v1")),
                    new Filter.Exact(Map.of("type", "dev.perennial.task.skipped.v1")))));
  }

  @Test
  void a_trigger_without_a_delivery_has_its_brokers() {
    assertThat(trigger(shipped).delivery()).isEqualTo(AS_SHIPPED);
  }

  @Test
  void a_triggers_delivery_replaces_its_brokers_as_a_whole() {
    ShippedYaml yaml =
        ShippedYaml.copiedTo(folder)
            .with(
                "eventing/on-completed-recurrence.yaml",
                "  subscriber:",
                "  delivery: {retry: 3}\n  subscriber:");

    DeliverySpec delivery = trigger(Manifests.read(yaml.root())).delivery();

    assertThat(delivery.retry()).isEqualTo(3);
    assertThat(delivery.backoffPolicy()).isEqualTo(BackoffPolicy.EXPONENTIAL);
    assertThat(delivery.backoffDelay()).isEqualTo(Duration.ofMillis(200));
    assertThat(delivery.timeout()).isEqualTo(Duration.ofMinutes(10));
    assertThat(delivery.deadLetterSink()).isEmpty();
  }

  @Test
  void a_delivery_without_a_retry_is_one_attempt() {
    ShippedYaml yaml =
        ShippedYaml.copiedTo(folder)
            .with(
                "eventing/on-completed-recurrence.yaml",
                "  subscriber:",
                "  delivery: {timeout: PT5S}\n  subscriber:");

    assertThat(trigger(Manifests.read(yaml.root())).delivery().retry()).isZero();
  }

  @Test
  void a_broker_without_a_delivery_has_the_one_of_knatives_webhook() {
    ShippedYaml yaml =
        ShippedYaml.copiedTo(folder).with("eventing/broker.yaml", BROKER_DELIVERY, "");

    assertThat(trigger(Manifests.read(yaml.root())).delivery())
        .isEqualTo(tenRetries(Duration.ofMillis(200)));
  }

  @Test
  void a_kafka_source_without_a_delivery_has_the_one_of_knatives_controller() {
    ShippedYaml yaml =
        ShippedYaml.copiedTo(folder).with("eventing/sources.yaml", SOURCE_DELIVERY, "");

    assertThat(Manifests.read(yaml.root()).sources().getFirst().delivery())
        .isEqualTo(tenRetries(Duration.ofMillis(300)));
  }

  private static DeliverySpec tenRetries(Duration backoffDelay) {
    return new DeliverySpec(
        10, BackoffPolicy.EXPONENTIAL, backoffDelay, Duration.ofMinutes(10), Optional.empty());
  }

  @Test
  void a_kafka_source_has_knatives_defaults() {
    ShippedYaml yaml =
        ShippedYaml.copiedTo(folder)
            .with("eventing/sources.yaml", "  initialOffset: earliest\n  ordering: unordered\n", "")
            .with("eventing/sinks.yaml", "  contentMode: binary\n", "");

    var manifests = Manifests.read(yaml.root());

    assertThat(manifests.sources().getFirst().initialOffset()).isEqualTo(InitialOffset.LATEST);
    assertThat(manifests.sources().getFirst().ordering()).isEqualTo(DeliveryOrder.ORDERED);
    assertThat(manifests.sinks().getFirst().contentMode()).isEqualTo(ContentMode.BINARY);
  }

  @Test
  void nested_filters_are_read() {
    ShippedYaml yaml =
        ShippedYaml.copiedTo(folder)
            .with(
                "eventing/on-completed-recurrence.yaml",
                """
                    - any:
                        - exact:
                            type: dev.perennial.task.completed.v1
                        - exact:
                            type: dev.perennial.task.skipped.v1
                """,
                "    - any: [{prefix: {type: a}}, {not: {suffix: {source: b}}}]\n"
                    + "    - all: [{exact: {id: c}}]\n");

    assertThat(trigger(Manifests.read(yaml.root())).filters())
        .containsExactly(
            new Filter.Any(
                List.of(
                    new Filter.Prefix(Map.of("type", "a")),
                    new Filter.Not(new Filter.Suffix(Map.of("source", "b"))))),
            new Filter.All(List.of(new Filter.Exact(Map.of("id", "c")))));
  }

  @Test
  void the_shipped_ping_sources_are_read() {
    assertThat(shipped.pingSources())
        .extracting(PingSource::name, source -> source.spec().schedule(), PingSource::sink)
        .contains(
            tuple("reminder-alarm", "* * * * *", new ToBroker("perennial")),
            tuple("maintenance", "*/15 * * * *", new ToBroker("perennial")),
            tuple("hourly", "0 * * * *", new ToBroker("perennial")));
  }

  @Test
  void a_ping_source_ticks_in_its_time_zone_and_every_minute_by_default() {
    ShippedYaml yaml =
        ShippedYaml.copiedTo(folder)
            .with(
                "eventing/alarm.yaml",
                "  timezone: UTC",
                "  schedule: \"0 0 1 1 *\"\n  timezone: Europe/Berlin")
            .with("eventing/maintenance.yaml", "  schedule: \"*/15 * * * *\"\n", "");

    List<PingSource> pings = Manifests.read(yaml.root()).pingSources();

    var now = Instant.parse("2026-11-21T10:00:30Z");
    assertThat(pings.getFirst().schedule().next(now))
        .contains(Instant.parse("2026-12-31T23:00:00Z"));
    assertThat(pings.get(1).schedule().next(now)).contains(Instant.parse("2026-11-21T10:01:00Z"));
  }

  @Test
  void the_rules_of_a_service_account_are_read() {
    assertThat(shipped.roleBindings())
        .contains(
            new RoleBinding(
                "reminder-scheduler",
                List.of("reminder-scheduler"),
                List.of(
                    new RoleBinding.Rule(
                        List.of("sources.knative.dev"),
                        List.of("pingsources"),
                        List.of("reminder-alarm"),
                        List.of("get", "patch")))));
  }

  private static String shippedDelivery(String timeout) {
    return """
      delivery:
        retry: 12
        backoffPolicy: exponential
        backoffDelay: PT0.2S
        timeout: %s
    """
            .formatted(timeout)
        + DEAD_LETTER_SINK;
  }

  private Service named(String name) {
    return shipped.services().stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Trigger trigger(Manifests manifests) {
    return manifests.triggers().stream()
        .filter(trigger -> trigger.name().equals("on-completed-recurrence"))
        .findFirst()
        .orElseThrow();
  }
}
