package dev.perennial.runtime.database;

import dev.perennial.runtime.Settings;
import java.util.Map;
import java.util.TreeMap;

/**
 * The properties of every connection of a function to its Postgres: as the role of the function's
 * name, over TLS 1.3 to a server whose certificate and name are verified.
 */
public final class ConnectionProperties {

  private ConnectionProperties() {}

  /** The properties of the Postgres driver. */
  public static Map<String, String> of(Settings settings) {
    var properties = new TreeMap<>(security(settings));
    properties.put("user", settings.function());
    properties.put("password", settings.databasePassword());
    properties.put("connectTimeout", "5");
    properties.put("socketTimeout", "30");
    properties.put("tcpKeepAlive", "true");
    return properties;
  }

  private static Map<String, String> security(Settings settings) {
    String mode = settings.databaseSslMode();
    if (mode.equals("disable")) {
      return Map.of("sslmode", mode);
    }
    return settings
        .databaseAuthorities()
        .map(file -> Map.of("sslmode", mode, "sslrootcert", file.toString()))
        // Without the factory the driver would trust the file ~/.postgresql/root.crt.
        .orElse(Map.of("sslmode", mode, "sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory"));
  }
}
