package dev.perennial.embedded;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/**
 * How clients connect to a Kafka broker: over TLS 1.3, each with a name and a password
 * (SCRAM-SHA-512). A client may do only what a rule allows. The administrator has a certificate
 * instead, and a port: there is no password of it to lose, and users can be created when there are
 * none.
 *
 * @param adminPort of the listener for clients with a certificate
 */
public record KafkaAccess(Certificates certificates, int adminPort) {

  private static final String MECHANISM = "SCRAM-SHA-512";
  private static final String TLS_VERSION = "TLSv1.3";

  /**
   * The server's order counts. Only C2 compiles AES to the instructions of the processor, and
   * neither functions nor the broker have it: without it ChaCha20 takes a third of the time.
   */
  private static final String CIPHER_SUITES =
      "TLS_CHACHA20_POLY1305_SHA256,TLS_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384";

  private static final String PEM = "PEM";

  /** The common names of the certificates of the broker and of the administrator. */
  private static final String SERVER = "kafka";

  private static final String ADMIN = "kafka-admin";

  /** How long a connection is served that was opened with an earlier password. */
  private static final int REAUTHENTICATION_MILLIS = 3_600_000;

  String listener() {
    return ",ADMIN://127.0.0.1:" + adminPort;
  }

  /** Returns the lines of {@code server.properties} that are about security. */
  String serverConfig() {
    return """
    listener.security.protocol.map=%1$s:SASL_SSL,ADMIN:SSL,CONTROLLER:SSL
    inter.broker.listener.name=ADMIN
    listener.name.admin.ssl.client.auth=required
    listener.name.controller.ssl.client.auth=required
    sasl.enabled.mechanisms=%2$s
    listener.name.functions.scram-sha-512.sasl.jaas.config=%3$s required;
    connections.max.reauth.ms=%4$d
    ssl.enabled.protocols=%5$s
    ssl.cipher.suites=%10$s
    ssl.keystore.type=PEM
    ssl.keystore.location=%6$s
    ssl.truststore.type=PEM
    ssl.truststore.location=%7$s
    authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
    allow.everyone.if.no.acl.found=false
    super.users=User:CN=%8$s;User:CN=%9$s
    """
        .formatted(
            KafkaBroker.LISTENER,
            MECHANISM,
            ScramLoginModule.class.getName(),
            REAUTHENTICATION_MILLIS,
            TLS_VERSION,
            certificates.identity(SERVER).keyAndCertificate(),
            certificates.authority(),
            SERVER,
            ADMIN,
            CIPHER_SUITES);
  }

  /** Whether the broker must be restarted to get a certificate that does not end soon. */
  public boolean isRenewalDue() {
    return certificates.isDue(SERVER);
  }

  /** Returns the properties by which this user's client connects, besides the address. */
  Map<String, Object> clientProperties(String user, String password) {
    var properties = tls(SecurityProtocol.SASL_SSL);
    properties.put(SaslConfigs.SASL_MECHANISM, MECHANISM);
    properties.put(
        SaslConfigs.SASL_JAAS_CONFIG,
        "%s required username=\"%s\" password=\"%s\";"
            .formatted(ScramLoginModule.class.getName(), user, password));
    return properties;
  }

  /** Returns the properties by which the administrator connects to its port. */
  Map<String, Object> adminProperties() {
    var properties = tls(SecurityProtocol.SSL);
    properties.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, PEM);
    properties.put(
        SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG,
        certificates.identity(ADMIN).keyAndCertificate().toString());
    return properties;
  }

  private Map<String, Object> tls(SecurityProtocol protocol) {
    return new HashMap<>(
        Map.of(
            CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
            protocol.name,
            SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG,
            TLS_VERSION,
            SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG,
            PEM,
            SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG,
            certificates.authority().toString()));
  }
}
