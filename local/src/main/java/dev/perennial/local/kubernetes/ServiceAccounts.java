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

/** Who asks, by the token that each function has for itself, and what that account may do. */
final class ServiceAccounts {

  private final Map<String, String> accountsByToken = new HashMap<>();
  private final Map<String, Path> tokenFiles = new HashMap<>();
  private final List<RoleBinding> bindings;

  /**
   * @param directory where the token files go
   * @param secrets keep the tokens across restarts
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

  /** Where a Service finds its token, if it has an account. */
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
