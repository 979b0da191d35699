package dev.perennial.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How clients connect to a Postgres server: every role with a password (SCRAM-SHA-256), and over
 * TLS 1.3 if there are certificates. No role is trusted without a password, not even the owner.
 *
 * @param ownerPassword of the role that owns the database
 * @param certificates empty: connections are not encrypted
 */
public record PostgresAccess(String ownerPassword, Optional<Certificates> certificates) {

  /** Rules for the only start of a server whose owner has no password yet. */
  static final String ONLY_CERTIFICATES = "hostssl all all 127.0.0.1/32 cert\n";

  /** The server's order counts, and clients are Java without C2: see {@link KafkaAccess}. */
  private static final String CIPHER_SUITES =
      "TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384";

  private static final String SERVER = "postgres-server";

  /** Returns the server's rules for connections ({@code pg_hba.conf}). */
  String rules() {
    return certificates.isPresent()
        ? """
        hostssl   all all 127.0.0.1/32 scram-sha-256
        hostnossl all all 0.0.0.0/0    reject
        """
        : """
        host      all all 127.0.0.1/32 scram-sha-256
        """;
  }

  /** Returns the server's settings. Missing certificates are created. */
  Map<String, String> serverSettings() {
    if (certificates.isEmpty()) {
      return Map.of("ssl", "off");
    }
    Identity server = certificates.get().identity(SERVER);
    return Map.of(
        "ssl",
        "on",
        "ssl_min_protocol_version",
        "TLSv1.3",
        "ssl_tls13_ciphers",
        CIPHER_SUITES,
        "ssl_cert_file",
        server.certificate().toString(),
        "ssl_key_file",
        server.key().toString());
  }

  /** Returns the properties of a JDBC connection of the owner. */
  Map<String, String> ownerProperties() {
    var properties = new TreeMap<>(Map.of("password", ownerPassword));
    properties.putAll(tlsProperties());
    return properties;
  }

  /** Returns the server's settings, besides the others, that let clients have certificates. */
  Map<String, String> certificateSettings() {
    return Map.of("ssl_ca_file", required().authority().toString());
  }

  /** Returns the properties of a JDBC connection of the owner with a certificate. */
  Map<String, String> ownerCertificateProperties(String owner) {
    Identity identity = required().identity(owner);
    var properties = new TreeMap<>(tlsProperties());
    properties.put("channelBinding", "disable");
    properties.put("sslcert", identity.certificate().toString());
    properties.put("sslkey", identity.key().toString());
    properties.put("pemKeyAlgorithm", required().keyAlgorithm(owner));
    return properties;
  }

  private Certificates required() {
    return certificates.orElseThrow(
        () ->
            new StartupException(
                "the data directory is of a version without passwords: start it once without"
                    + " --plain"));
  }

  /** Returns the properties of a JDBC connection of any role, besides its password. */
  Map<String, String> tlsProperties() {
    return authority()
        .map(
            file ->
                Map.of(
                    "sslmode",
                    "verify-full",
                    "sslrootcert",
                    file.toString(),
                    "channelBinding",
                    "require"))
        .orElse(Map.of("sslmode", "disable"));
  }

  /** Returns the certificate by which clients verify the server; empty without TLS. */
  public Optional<Path> authority() {
    return certificates.map(Certificates::authority);
  }

  /** Whether the server must be restarted to get a certificate that does not end soon. */
  public boolean isRenewalDue() {
    return certificates.stream().anyMatch(each -> each.isDue(SERVER));
  }

  /** Contains no password. */
  @Override
  public String toString() {
    return "PostgresAccess[" + (certificates.isPresent() ? "TLS" : "no TLS") + "]";
  }
}
