package dev.perennial.local.manifest;

import dev.perennial.local.manifest.RoleBinding.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

record RoleResource(Metadata metadata, List<Permission> rules) implements Resource {

  RoleResource {
    Refusal.ifMissing(metadata, "metadata");
    Refusal.ifMissing(rules, "rules");
  }

  @Override
  public String name() {
    return metadata.name();
  }

  List<Rule> permissions() {
    return rules.stream().map(Permission::resolve).toList();
  }

  record Permission(
      List<String> apiGroups,
      List<String> resources,
      @Nullable List<String> resourceNames,
      List<String> verbs) {

    Permission {
      Refusal.ifMissing(apiGroups, "apiGroups");
      Refusal.ifMissing(resources, "resources");
      Refusal.ifMissing(verbs, "verbs");
    }

    Rule resolve() {
      return new Rule(
          apiGroups, resources, resourceNames == null ? List.of() : resourceNames, verbs);
    }
  }
}
