package dev.perennial.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.errors.SaslAuthenticationException;

/** How clients connect to a broker on this machine. */
public final class KafkaConnection {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int BACKOFF_MILLIS = 100;

  /** Every connection of a client computes them; the passwords are random, so more gain nothing. */
  private static final int SCRAM_ITERATIONS = 4096;

  private final int port;
  private final Optional<KafkaAccess> access;

  KafkaConnection(int port, Optional<KafkaAccess> access) {
    this.port = port;
    this.access = access;
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  /** Whether clients need a password and may do only what a rule allows. */
  public boolean isSecured() {
    return access.isPresent();
  }

  /** Returns the properties of a client that may do everything. */
  public Map<String, Object> adminProperties() {
    return access
        .map(secured -> withAddress(secured.adminProperties(), "127.0.0.1:" + secured.adminPort()))
        .orElseGet(() -> withAddress(Map.of(), address()));
  }

  /** Returns the properties of this user's client. */
  public Map<String, Object> properties(String user, String password) {
    return withAddress(
        access.map(secured -> secured.clientProperties(user, password)).orElse(Map.of()),
        address());
  }

  private static Map<String, Object> withAddress(Map<String, Object> security, String address) {
    var properties = new TreeMap<>(security);
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address);
    return properties;
  }

  /** Waits until the broker accepts requests. */
  void awaitReady(Duration timeout)
      throws ExecutionException, TimeoutException, InterruptedException {
    describeCluster(adminProperties(), timeout);
  }

  /**
   * Creates users or sets their passwords, and returns when they can log in. Connections that they
   * have stay open for an hour at most.
   *
   * @param passwords by user; at least one
   * @throws StartupException if the broker does not do it
   */
  public void setPasswords(Map<String, String> passwords) {
    try (Admin admin = Admin.create(adminProperties())) {
      var alterations = new ArrayList<UserScramCredentialAlteration>();
      passwords.forEach((user, password) -> alterations.add(alteration(user, password)));
      admin
          .alterUserScramCredentials(alterations)
          .all()
          .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      // The broker learns of all of them at once.
      Map.Entry<String, String> any = passwords.entrySet().iterator().next();
      awaitLogin(properties(any.getKey(), any.getValue()));
    } catch (ExecutionException | TimeoutException e) {
      throw new StartupException(
          "Kafka did not accept the passwords of %s: %s"
              .formatted(passwords.keySet(), e.getMessage()),
          e);
    } catch (InterruptedException e) {
      throw new StartupException("interrupted while Kafka stored passwords", e);
    }
  }

  private static UserScramCredentialAlteration alteration(String user, String password) {
    return new UserScramCredentialUpsertion(
        user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS), password);
  }

  /** The broker learns of a password from the controller, a moment later. */
  private static void awaitLogin(Map<String, Object> properties)
      throws ExecutionException, TimeoutException, InterruptedException {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (true) {
      try {
        describeCluster(properties, TIMEOUT);
        return;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof SaslAuthenticationException)
            || System.nanoTime() > deadline) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(BACKOFF_MILLIS);
      }
    }
  }

  private static void describeCluster(Map<String, Object> properties, Duration timeout)
      throws ExecutionException, TimeoutException, InterruptedException {
    var impatient = new TreeMap<>(properties);
    impatient.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, BACKOFF_MILLIS);
    try (Admin admin = Admin.create(impatient)) {
      admin.describeCluster().nodes().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
