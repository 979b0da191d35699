package dev.perennial.local.infra;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.perennial.embedded.KafkaConnection;
import dev.perennial.embedded.StartupException;
import dev.perennial.local.manifest.User;
import dev.perennial.local.manifest.User.Acl;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The declared users of Kafka and what they may do, as Redpanda's operator creates them on a
 * cluster. A password is created at the first start and then stored.
 */
public final class KafkaUsers {

  private static final String EVERY_HOST = "*";

  private final List<User> users;
  private final Secrets secrets;

  public KafkaUsers(List<User> users, Secrets secrets) {
    this.users = users;
    this.secrets = secrets;
  }

  /** Returns the user's password. */
  public String password(String user) {
    return secrets.password(secret(user));
  }

  /** Gives the user a new password, and returns when it can log in with it. */
  public void renewPassword(String user, KafkaConnection kafka) {
    secrets.renewPassword(secret(user));
    if (kafka.isSecured()) {
      kafka.setPasswords(Map.of(user, password(user)));
    }
  }

  /** Returns the name under which {@link Secrets} stores the user's password. */
  private static String secret(String user) {
    return "kafka-" + user;
  }

  /**
   * Sets the passwords, and makes the declared rules the only ones.
   *
   * @throws StartupException if Kafka does not do it
   */
  public void ensure(KafkaConnection kafka) {
    if (users.isEmpty() || !kafka.isSecured()) {
      return;
    }
    try (Admin admin = Admin.create(kafka.adminProperties())) {
      ensureRules(admin);
    } catch (ExecutionException e) {
      throw new StartupException(
          "Kafka did not accept the rules of eventing/users.yaml: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      throw new StartupException("interrupted while the users of Kafka were created", e);
    }
    kafka.setPasswords(users.stream().map(User::name).collect(toMap(name -> name, this::password)));
  }

  private void ensureRules(Admin admin) throws ExecutionException, InterruptedException {
    Set<AclBinding> declared = users.stream().flatMap(KafkaUsers::rules).collect(toSet());
    Set<AclBinding> existing = Set.copyOf(admin.describeAcls(AclBindingFilter.ANY).values().get());
    admin
        .deleteAcls(
            existing.stream()
                .filter(rule -> !declared.contains(rule))
                .map(AclBinding::toFilter)
                .toList())
        .all()
        .get();
    admin
        .createAcls(declared.stream().filter(rule -> !existing.contains(rule)).toList())
        .all()
        .get();
  }

  private static Stream<AclBinding> rules(User user) {
    return user.acls().stream().flatMap(acl -> rules("User:" + user.name(), acl));
  }

  private static Stream<AclBinding> rules(String principal, Acl acl) {
    var pattern =
        new ResourcePattern(
            ResourceType.valueOf(acl.resourceType().name()),
            acl.name(),
            PatternType.valueOf(acl.patternType().name()));
    return acl.operations().stream()
        .map(
            operation ->
                new AclBinding(
                    pattern,
                    new AccessControlEntry(
                        principal,
                        EVERY_HOST,
                        AclOperation.valueOf(operation.name()),
                        AclPermissionType.valueOf(acl.permission().name()))));
  }
}
