package dev.perennial.local.infra;

import dev.perennial.embedded.Certificates;
import dev.perennial.embedded.KafkaAccess;
import dev.perennial.embedded.Ports;
import dev.perennial.embedded.PostgresAccess;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How clients connect to Postgres and Kafka. The certificates and passwords of a data directory are
 * created at its first start and then stored.
 *
 * @param kafka empty: Kafka has neither TLS nor identities
 */
public record Security(PostgresAccess postgres, Optional<KafkaAccess> kafka) {

  private static final String CERTIFICATES = "certificates";

  /** Over TLS, every client with a name and a password, as on a cluster. */
  public static Security of(DataDirectory data, Secrets secrets, Ports ports, InstantSource clock) {
    var certificates = new Certificates(data.directory(CERTIFICATES), clock);
    return new Security(
        new PostgresAccess(secrets.password("database-owner"), Optional.of(certificates)),
        Optional.of(new KafkaAccess(certificates, ports.portFor("kafka-admin"))));
  }

  /** Whether Postgres or Kafka must be restarted to get a certificate that does not end soon. */
  boolean isRenewalDue() {
    return postgres.isRenewalDue() || kafka.stream().anyMatch(KafkaAccess::isRenewalDue);
  }

  /** Lets Postgres and Kafka get new certificates at their next start. */
  void expireCertificates() {
    postgres.certificates().ifPresent(Certificates::expire);
  }

  /** Without encryption, and in Kafka without identities: for a debugger of the network. */
  public static Security plain(Secrets secrets) {
    return new Security(
        new PostgresAccess(secrets.password("database-owner"), Optional.empty()), Optional.empty());
  }
}
