package dev.perennial.local.kubernetes;

import dev.perennial.embedded.OwnerOnlyFile;
import dev.perennial.local.infra.Secrets;
import dev.perennial.local.manifest.RoleBinding;
import dev.perennial.local.manifest.Service;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Identifies service accounts by the token of each function, and checks their permissions. */
final class ServiceAccounts {

  private final Map<String, String> accountsByToken = new HashMap<>();
  private final Map<String, Path> tokenFiles = new HashMap<>();
  private final List<RoleBinding> bindings;

  /**
   * @param directory of the token files
   * @param secrets stores the tokens across restarts
   */
  ServiceAccounts(
      List<Service> services, List<RoleBinding> bindings, Path directory, Secrets secrets) {
    this.bindings = bindings;
    for (Service service : services) {
      service
          .serviceAccount()
          .ifPresent(
              account -> {
                String token = secrets.password("token-" + service.name());
                accountsByToken.put(token, account);
                tokenFiles.put(
                    service.name(), OwnerOnlyFile.write(directory.resolve(service.name()), token));
              });
    }
  }

  /** Returns the token file of a Service; empty if it has no account. */
  Optional<Path> tokenFile(Service service) {
    return Optional.ofNullable(tokenFiles.get(service.name()));
  }

  Optional<String> accountOf(String token) {
    return Optional.ofNullable(accountsByToken.get(token));
  }

  boolean may(String account, String verb, ObjectPath target) {
    return bindings.stream()
        .filter(binding -> binding.serviceAccounts().contains(account))
        .flatMap(binding -> binding.rules().stream())
        .anyMatch(rule -> rule.allows(verb, target.group(), target.resource(), target.name()));
  }
}
