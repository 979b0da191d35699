package dev.perennial.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {

  private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");

  private final Path directory;
  private final Certificates certificates;
  private Instant now = NOW;

  CertificatesTest(@TempDir Path directory) {
    this.directory = directory;
    this.certificates = new Certificates(directory, () -> now);
  }

  @Test
  void a_certificate_is_for_this_machine_and_signed_by_the_authority() throws Exception {
    X509Certificate server = read(certificates.identity("kafka"));

    server.verify(Pem.certificate(certificates.authority()).getPublicKey());
    assertThat(server.getSubjectX500Principal().getName()).isEqualTo("CN=kafka");
    assertThat(server.getSubjectAlternativeNames().stream().map(name -> name.get(1).toString()))
        .containsExactlyInAnyOrder("localhost", "127.0.0.1");
    assertThat(server.getBasicConstraints()).as("is no authority").isEqualTo(-1);
    assertThat(server.getPublicKey().getAlgorithm()).isEqualTo("RSA");
  }

  @Test
  void only_the_owner_can_read_the_files() throws IOException {
    certificates.identity("kafka");

    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.toList())
          .hasSize(6)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void a_certificate_stays_the_same_until_ninety_days_before_its_end() throws Exception {
    X509Certificate first = read(certificates.identity("kafka"));
    Instant due = first.getNotAfter().toInstant().minus(Certificates.RENEWED_BEFORE);

    now = due.minus(Duration.ofMinutes(1));
    assertThat(certificates.isDue("kafka")).isFalse();
    assertThat(read(certificates.identity("kafka"))).isEqualTo(first);

    now = due;
    assertThat(certificates.isDue("kafka")).isTrue();
    X509Certificate second = read(certificates.identity("kafka"));
    assertThat(second).isNotEqualTo(first);
    assertThat(second.getNotAfter()).isAfter(first.getNotAfter());
    assertThat(certificates.isDue("kafka")).isFalse();
  }

  @Test
  void a_new_authority_signs_every_certificate_again() throws Exception {
    Path authority = certificates.authority();
    X509Certificate first = Pem.certificate(authority);
    certificates.identity("kafka");

    now = first.getNotAfter().toInstant().minus(Certificates.RENEWED_BEFORE);

    X509Certificate second = Pem.certificate(certificates.authority());
    assertThat(second).isNotEqualTo(first);
    read(certificates.identity("kafka")).verify(second.getPublicKey());
  }

  @Test
  void a_certificate_whose_key_was_not_written_is_made_again() throws Exception {
    Identity identity = certificates.identity("kafka");
    Files.delete(identity.keyAndCertificate());

    certificates.identity("kafka");

    assertThat(identity.keyAndCertificate())
        .content()
        .isEqualTo(Files.readString(identity.key()) + Files.readString(identity.certificate()));
  }

  @Test
  void a_damaged_file_is_reported_with_the_remedy() throws IOException {
    Files.writeString(certificates.authority(), "nothing");

    assertThatThrownBy(() -> certificates.identity("kafka"))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("delete the directory");
  }

  private static X509Certificate read(Identity identity)
      throws IOException, GeneralSecurityException {
    assertThat(List.of(identity.certificate(), identity.key())).allMatch(Files::exists);
    return Pem.certificate(identity.certificate());
  }
}
