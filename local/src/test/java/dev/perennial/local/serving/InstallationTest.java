package dev.perennial.local.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.embedded.StartupException;
import dev.perennial.local.manifest.Service;
import dev.perennial.local.manifest.Service.EnvFrom;
import dev.perennial.local.manifest.Service.EnvValue;
import dev.perennial.local.manifest.Service.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {

  @TempDir private static Path folder;

  private final Installation installation =
      new Installation(
          Map.of("perennial", Map.of("LOG_FORMAT", "text", "OIDC_AUDIENCE", "perennial")),
          Map.of(
              "database-stand-in", Map.of("password", "s3cret"),
              "stand-in", Map.of("smtp-password", "hush")),
          mounts());

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

  @Test
  void a_mounted_secret_becomes_files_that_only_the_owner_can_read() throws IOException {
    Service service =
        service(
            List.of(),
            Map.of("SMTP_PASSWORD_FILE", new EnvValue.Literal("/secrets/smtp-password")),
            new Mount(new EnvFrom.Secret("stand-in"), "/secrets", false));

    installation.mount(service);

    Path file = Path.of(installation.environmentOf(service).get("SMTP_PASSWORD_FILE"));
    assertThat(file).startsWith(folder).content().isEqualTo("hush");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void a_key_that_the_secret_no_longer_has_is_no_file_any_more() {
    Service service =
        service(List.of(), Map.of(), new Mount(new EnvFrom.Secret("stand-in"), "/secrets", false));
    installation.mount(service);

    new Installation(Map.of(), Map.of("stand-in", Map.of("key", "new")), mounts()).mount(service);

    assertThat(mounts().resolve("stand-in/secrets"))
        .isDirectoryContaining("glob:**/key")
        .isDirectoryNotContaining("glob:**/smtp-password");
  }

  @Test
  void an_optional_secret_that_is_missing_is_an_empty_directory_and_any_other_is_refused() {
    installation.mount(
        service(List.of(), Map.of(), new Mount(new EnvFrom.Secret("other"), "/empty", true)));

    assertThat(mounts().resolve("stand-in/empty")).isEmptyDirectory();
    Service demanding =
        service(List.of(), Map.of(), new Mount(new EnvFrom.Secret("other"), "/other", false));
    assertThatThrownBy(() -> installation.mount(demanding))
        .isInstanceOf(StartupException.class)
        .hasMessage(
            "knative/stand-in.yaml: spec.template.spec.volumes: no Secret other on one machine");
  }

  private static Path mounts() {
    return folder.resolve("mounts");
  }

  private static Service service(
      List<EnvFrom> envFrom, Map<String, EnvValue> env, Mount... mounts) {
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
        0,
        List.of(mounts));
  }
}
