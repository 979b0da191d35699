package dev.perennial.local.platform;

import dev.perennial.local.infra.Infrastructure;
import dev.perennial.local.infra.KafkaUsers;
import dev.perennial.local.infra.Secrets;
import dev.perennial.local.manifest.Manifests;
import dev.perennial.local.manifest.Service;
import dev.perennial.local.manifest.Service.EnvValue;
import dev.perennial.local.manifest.User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ConfigMaps and Secrets that the operator of a cluster creates, for one machine. Their
 * passwords and keys are created at the first start and then stored.
 */
record InstallationObjects(
    Manifests manifests, Infrastructure infrastructure, Secrets secrets, KafkaUsers users) {

  private static final String CONFIG_MAP = "perennial";
  private static final String AUTHORITIES = "authorities";
  private static final String DATABASE_PASSWORD = "database-password";
  private static final String AUDIT = "audit-sink";
  private static final String PUSH = "reminder-dispatch";

  private static final String POOL_SIZE = "DATABASE_POOL_SIZE";
  private static final int DEFAULT_POOL_SIZE = 8;

  /** Two instances, since the next one starts before the last one has ended. */
  private static final int INSTANCES = 2;

  /** The connection that waits for notifications. */
  private static final int BESIDE_THE_POOL = 1;

  /**
   * @param settings the variables of every function
   */
  Map<String, Map<String, String>> configMaps(Map<String, String> settings) {
    var configMaps = new HashMap<String, Map<String, String>>(Map.of(CONFIG_MAP, settings));
    infrastructure
        .postgres()
        .access()
        .authority()
        .map(InstallationObjects::read)
        .ifPresent(
            authority ->
                configMaps.put(
                    AUTHORITIES, Map.of("database.pem", authority, "kafka.pem", authority)));
    return configMaps;
  }

  /** Returns the Secrets, and allows the functions that read a password from them to log in. */
  Map<String, Map<String, String>> secretsOfFunctions() {
    var all = new TreeMap<String, Map<String, String>>();
    for (User user : manifests.users()) {
      keys(all, user.password().secret()).put(user.password().key(), users.password(user.name()));
    }
    for (Service service : manifests.services()) {
      if (hasLogins(service)) {
        String password = secrets.password(databaseSecret(service));
        infrastructure.grantLogin(service.name(), password, connections(service));
        keys(all, service.name()).put(DATABASE_PASSWORD, password);
      }
    }
    keys(all, AUDIT).put("payload-key", secrets.key("audit-payload-key"));
    keys(all, AUDIT).put("signing-key", secrets.signingKey("audit-signing-key"));
    keys(all, PUSH).putAll(infrastructure.push().secret());
    return all;
  }

  /** Whether the function has a database role and a Kafka user. */
  boolean hasLogins(Service service) {
    return service.env().containsKey("DATABASE_PASSWORD_FILE");
  }

  /** Gives the function another database password, which the next call of the above returns. */
  void renewDatabasePassword(Service service) {
    secrets.renewPassword(databaseSecret(service));
  }

  private static String databaseSecret(Service service) {
    return "database-" + service.name();
  }

  private static Map<String, String> keys(Map<String, Map<String, String>> all, String secret) {
    return all.computeIfAbsent(secret, _ -> new TreeMap<>());
  }

  private static int connections(Service service) {
    int pool =
        service.env().get(POOL_SIZE) instanceof EnvValue.Literal(String size)
            ? Integer.parseInt(size)
            : DEFAULT_POOL_SIZE;
    return INSTANCES * (pool + BESIDE_THE_POOL);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
