package dev.perennial.local.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.embedded.StartupException;
import dev.perennial.local.manifest.Service;
import dev.perennial.local.manifest.Service.EnvFrom;
import dev.perennial.local.manifest.Service.EnvValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstallationTest {

  private final Installation installation =
      new Installation(
          Map.of("perennial", Map.of("LOG_FORMAT", "text", "OIDC_AUDIENCE", "perennial")),
          Map.of("database-stand-in", Map.of("password", "s3cret")));

  @Test
  void whole_config_maps_and_single_keys_become_variables() {
    Service service =
        service(
            List.of(new EnvFrom.ConfigMap("perennial")),
            Map.of("DATABASE_PASSWORD", new EnvValue.SecretKey("database-stand-in", "password")));

    assertThat(installation.environmentOf(service))
        .containsOnly(
            Map.entry("LOG_FORMAT", "text"),
            Map.entry("OIDC_AUDIENCE", "perennial"),
            Map.entry("DATABASE_PASSWORD", "s3cret"));
  }

  @Test
  void env_takes_precedence_over_env_from() {
    Service service =
        service(
            List.of(new EnvFrom.ConfigMap("perennial")),
            Map.of("LOG_FORMAT", new EnvValue.Literal("json")));

    assertThat(installation.environmentOf(service)).containsEntry("LOG_FORMAT", "json");
  }

  @Test
  void a_missing_secret_is_refused_with_file_and_path() {
    Service service =
        service(List.of(), Map.of("SMTP", new EnvValue.SecretKey("mail", "password")));

    assertThatThrownBy(() -> installation.environmentOf(service))
        .isInstanceOf(StartupException.class)
        .hasMessage(
            "knative/stand-in.yaml: spec.template.spec.containers[0].env[SMTP].valueFrom: no Secret"
                + " mail on one machine");
  }

  @Test
  void a_missing_key_is_refused_with_file_and_path() {
    Service service =
        service(List.of(), Map.of("ZONE", new EnvValue.ConfigMapKey("perennial", "zone")));

    assertThatThrownBy(() -> installation.environmentOf(service))
        .hasMessageContaining("env[ZONE].valueFrom: no key zone in the ConfigMap perennial");
  }

  @Test
  void a_missing_config_map_is_refused() {
    Service service = service(List.of(new EnvFrom.ConfigMap("other")), Map.of());

    assertThatThrownBy(() -> installation.environmentOf(service))
        .hasMessageContaining("envFrom: no ConfigMap other");
  }

  private static Service service(List<EnvFrom> envFrom, Map<String, EnvValue> env) {
    return new Service(
        "stand-in",
        "perennial/stand-in",
        0,
        Duration.ofSeconds(30),
        8080,
        env,
        envFrom,
        "/health/ready",
        Optional.empty(),
        0);
  }
}
