package dev.perennial.local.manifest;

import dev.perennial.local.manifest.RoleBinding.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

record RoleResource(Metadata metadata, List<Permission> rules) implements Resource {

  RoleResource {
    InvalidFieldException.requirePresent(metadata, "metadata");
    InvalidFieldException.requirePresent(rules, "rules");
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
      InvalidFieldException.requirePresent(apiGroups, "apiGroups");
      InvalidFieldException.requirePresent(resources, "resources");
      InvalidFieldException.requirePresent(verbs, "verbs");
    }

    Rule resolve() {
      return new Rule(
          apiGroups, resources, resourceNames == null ? List.of() : resourceNames, verbs);
    }
  }
}
