package dev.perennial.local.platform;

import dev.perennial.local.infra.Infrastructure;
import dev.perennial.local.infra.KafkaUsers;
import dev.perennial.local.manifest.Service;
import dev.perennial.local.serving.Installation;
import dev.perennial.local.serving.Serving;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * New passwords and certificates while the system runs. What fails in between is repeated: requests
 * for events by the broker, events in the outbox by their function.
 *
 * @param installation creates the Secrets with the passwords that hold now
 */
record Rotation(
    List<Service> services,
    InstallationObjects objects,
    Infrastructure infrastructure,
    KafkaUsers users,
    Supplier<Installation> installation,
    Serving serving) {

  /** The name of what is no function. */
  static final String CERTIFICATES = "certificates";

  /**
   * Gives this function new passwords and restarts it, or Postgres and Kafka new certificates.
   *
   * @param name a function or {@value #CERTIFICATES}
   * @return false if there is no function of this name, or it has no passwords
   */
  boolean rotate(String name) {
    if (name.equals(CERTIFICATES)) {
      infrastructure.replaceCertificates();
      return true;
    }
    Optional<Service> function =
        services.stream()
            .filter(service -> service.name().equals(name) && objects.hasLogins(service))
            .findFirst();
    function.ifPresent(this::rotate);
    return function.isPresent();
  }

  private synchronized void rotate(Service function) {
    objects.renewDatabasePassword(function);
    users.renewPassword(function.name(), infrastructure.kafka().clients());
    installation.get().mount(function);
    serving.restart(function.name());
  }
}
