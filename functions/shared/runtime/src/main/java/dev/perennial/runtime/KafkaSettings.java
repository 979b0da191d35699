package dev.perennial.runtime;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/**
 * The properties of a function's Kafka client: over TLS 1.3, as the user of the function's name
 * (SCRAM-SHA-512), unless {@code KAFKA_SECURITY_PROTOCOL} is another one.
 */
final class KafkaSettings {

  private static final String PREFIX = "KAFKA_";
  private static final String FILE = "_FILE";
  private static final String PASSWORD = "KAFKA_PASSWORD";
  private static final String AUTHORITIES = "KAFKA_CA_FILE";

  private KafkaSettings() {}

  /**
   * Every {@code KAFKA_A_B} is the client property {@code a.b}, such as {@code
   * KAFKA_BOOTSTRAP_SERVERS}, or the content of the file {@code KAFKA_A_B_FILE}; {@code
   * KAFKA_PASSWORD} and {@code KAFKA_CA_FILE} are several properties.
   *
   * @throws IllegalArgumentException if the address or the password is not set
   */
  static Map<String, Object> of(Settings settings) {
    settings.required("KAFKA_BOOTSTRAP_SERVERS");
    Map<String, Object> properties = single(settings);
    String protocol = settings.optional("KAFKA_SECURITY_PROTOCOL", SecurityProtocol.SASL_SSL.name);
    properties.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol);
    if (protocol.startsWith("SASL_")) {
      authenticate(settings, properties);
    }
    if (protocol.endsWith("SSL")) {
      encrypt(settings, properties);
    }
    return properties;
  }

  private static void authenticate(Settings settings, Map<String, Object> properties) {
    properties.putIfAbsent(SaslConfigs.SASL_MECHANISM, "SCRAM-SHA-512");
    if (!properties.containsKey(SaslConfigs.SASL_JAAS_CONFIG)) {
      properties.put(
          SaslConfigs.SASL_JAAS_CONFIG,
          new Password(
              "%s required username=\"%s\" password=\"%s\";"
                  .formatted(
                      ScramLoginModule.class.getName(),
                      quotable(settings.function()),
                      quotable(settings.required(PASSWORD)))));
    }
  }

  private static String quotable(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static void encrypt(Settings settings, Map<String, Object> properties) {
    properties.putIfAbsent(SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG, "TLSv1.3");
    settings
        .file(AUTHORITIES)
        .ifPresent(
            file -> {
              properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
              properties.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, file.toString());
            });
  }

  private static Map<String, Object> single(Settings settings) {
    var properties = new TreeMap<String, Object>();
    for (String variable : settings.env().keySet()) {
      if (variable.startsWith(PREFIX) && !variable.equals(AUTHORITIES)) {
        String name = name(variable);
        String value = name.equals(PASSWORD) ? "" : settings.optional(name, "");
        if (!value.isEmpty()) {
          properties.put(property(name), value);
        }
      }
    }
    return properties;
  }

  /** Some properties of Kafka end in {@code .file} themselves, and have a path as their value. */
  private static String name(String variable) {
    return variable.endsWith(FILE) && !ProducerConfig.configNames().contains(property(variable))
        ? variable.substring(0, variable.length() - FILE.length())
        : variable;
  }

  private static String property(String name) {
    return name.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.');
  }
}
