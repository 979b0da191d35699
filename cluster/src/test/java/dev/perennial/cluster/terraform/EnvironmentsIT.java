package dev.perennial.cluster.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.cluster.yaml.Rendered;
import dev.perennial.cluster.yaml.RequiredKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each environment from nothing to everything and back, with stand-ins of the providers. */
class EnvironmentsIT {

  private static final String ROOT_SECRET = "of-this-test-only-and-long-enough-to-be-accepted";
  private static final String AUDIT_KEYS =
      """
      {payload_key = "b2YtdGhpcy10ZXN0LW9ubHktYW5kLTMyLWJ5dGVzLi4=",
      signing_key = "MC4CAQAwBQYDK2VwBCIEIG9mLXRoaXMtdGVzdC1vbmx5LWFuZC0zMi1ieXRlcy4u"}\
      """;
  private static final String PEM = "-----BEGIN CERTIFICATE-----";
  private static final List<String> GUARDED = List.of("broker", "database", "identity");

  private final Terraform terraform = new Terraform();

  EnvironmentsIT() {
    terraform.set("root_secret", ROOT_SECRET);
    terraform.set("audit_keys", AUDIT_KEYS);
    terraform.set("channel_secrets", "{smtp_password = \"of the mail server\"}");
    terraform.set("authorities", "{database = \"%s\", kafka = \"%s\"}".formatted(PEM, PEM));
    terraform.set("kubeconfig_context", "none");
    terraform.set("certificate_email", "operations@example.org");
    terraform.set(
        "issuer",
        "{url = \"https://issuer.example.org\", jwks_uri = \"https://issuer.example.org/jwks\"}");
    terraform.set("vpc_id", "vpc-0");
    terraform.set("subnet_ids", "[\"subnet-a\", \"subnet-b\"]");
    terraform.set("alert_emails", "[\"operations@example.org\"]");
  }

  @AfterEach
  void stop() {
    terraform.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "staging", "prod"})
  void an_environment_is_made_once_and_nothing_of_it_is_lost_by_mistake(String name)
      throws IOException {
    String folder = prepared(name);

    assertThat(terraform.run(folder, "validate")).contains("configuration is valid");
    terraform.run(folder, "plan", "-input=false", "-out=planned");
    terraform.run(folder, "apply", "-input=false", "planned");
    assertThat(terraform.run(folder, "plan", "-input=false", "-detailed-exitcode"))
        .contains("No changes");

    assertThat(terraform.applied()).contains("helm_release", "kubernetes_secret_v1");
    assertNoSecretIn(terraform.path(folder).resolve("terraform.tfstate"));
    assertThat(terraform.attempt(folder, "destroy", "-auto-approve"))
        .matches(result -> result.exit() != 0)
        .extracting(result -> result.output())
        .asString()
        .contains("Instance cannot be destroyed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "staging", "prod"})
  void everything_is_destroyed_once_data_need_not_be_kept(String name) throws IOException {
    String folder = prepared(name);
    GUARDED.forEach(
        module ->
            terraform.replace(
                "modules/" + module + "/main.tf",
                "prevent_destroy = true",
                "prevent_destroy = false"));
    terraform.run(folder, "apply", "-auto-approve", "-input=false");

    terraform.run(folder, "destroy", "-auto-approve");

    assertThat(terraform.run(folder, "state", "list").strip()).isEmpty();
  }

  /** What the YAML reads is what Terraform gives. */
  @ParameterizedTest
  @ValueSource(strings = {"dev", "staging", "prod"})
  void outputs_are_the_keys_of_the_config_map_and_of_the_secrets(String name) throws IOException {
    String folder = prepared(name);
    terraform.run(folder, "apply", "-auto-approve", "-input=false");

    Rendered rendered = Rendered.environment(name);
    assertThat(output(folder, "configuration").propertyNames())
        .containsExactlyInAnyOrderElementsOf(
            rendered.named("ConfigMap", "perennial").fields().at("/data").propertyNames());
    assertThat(output(folder, "configuration_env").asString().lines().sorted())
        .hasSameSizeAs(
            Files.readAllLines(
                Rendered.PROJECT_ROOT.resolve("overlays/" + name + "/configuration.env")));
    Set<String> made = new TreeSet<>();
    output(folder, "secret_keys")
        .forEachEntry(
            (secret, keys) ->
                keys.valueStream().forEach(key -> made.add(secret + "/" + key.asString())));
    assertThat(made).containsAll(RequiredKeys.ofSecrets(rendered));
    assertThat(
            terraform.run(
                folder, "state", "show", "module.identity.kubernetes_config_map_v1.authorities"))
        .contains("database.pem", "kafka.pem");
  }

  @Test
  void secrets_that_are_too_weak_are_refused_before_anything_is_made() throws IOException {
    String folder = prepared("dev");
    terraform.set("root_secret", "short");
    terraform.set("audit_keys", "{payload_key = \"16 bytes\", signing_key = \"none\"}");

    assertThat(terraform.attempt(folder, "apply", "-auto-approve", "-input=false").output())
        .contains("The root secret needs at least 43 characters")
        .contains("The payload key must be 32 bytes in Base64");
    assertThat(terraform.applied()).isEmpty();
  }

  /** Terraform itself keeps ephemeral values out of the state, if they are ephemeral. */
  @Test
  void a_secret_in_an_argument_that_is_in_the_state_is_refused() throws IOException {
    terraform.replace("modules/identity/main.tf", "  data_wo = merge(", "  data = merge(");
    String folder = prepared("dev");

    assertThat(terraform.attempt(folder, "plan", "-input=false").output())
        .contains("Ephemeral values are not valid for \"data\"");
  }

  /** The stand-ins have the schemas of the real providers, so a mistake is found as by them. */
  @Test
  void an_argument_that_a_provider_does_not_know_is_refused() throws IOException {
    terraform.replace("modules/broker/main.tf", "partition_count ", "partitions_count ");
    String folder = prepared("staging");

    assertThat(terraform.attempt(folder, "validate").output())
        .contains("An argument named \"partitions_count\" is not expected here");
  }

  /** Without the state's bucket, which this machine does not have. */
  private String prepared(String name) throws IOException {
    String folder = "environments/" + name;
    Files.deleteIfExists(terraform.path(folder).resolve("backend.tf"));
    terraform.run(folder, "init");
    return folder;
  }

  private void assertNoSecretIn(Path state) throws IOException {
    String text = Files.readString(state);
    Set<String> secrets = terraform.secrets();
    secrets.add(ROOT_SECRET);
    // These are public, although they are in Secrets.
    secrets.removeIf(
        secret -> secret.matches("[a-z-]+|SASL_SSL|SCRAM-SHA-512") || secret.equals(PEM));

    assertThat(secrets).hasSizeGreaterThan(10).contains("of the mail server");
    assertThat(text).contains("\"kubernetes_secret_v1\"").doesNotContain(secrets);
  }

  private JsonNode output(String folder, String name) {
    return new JsonMapper().readTree(terraform.run(folder, "output", "-json", name));
  }
}
