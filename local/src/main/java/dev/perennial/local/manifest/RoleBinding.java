package dev.perennial.local.manifest;

import java.util.List;

/** Grants permissions of the Kubernetes API to service accounts. */
public record RoleBinding(String name, List<String> serviceAccounts, List<Rule> rules) {

  private static final String ANY = "*";

  /**
   * @param resourceNames empty for all
   */
  public record Rule(
      List<String> apiGroups,
      List<String> resources,
      List<String> resourceNames,
      List<String> verbs) {

    public boolean allows(String verb, String apiGroup, String resource, String name) {
      return has(verbs, verb)
          && has(apiGroups, apiGroup)
          && has(resources, resource)
          && (resourceNames.isEmpty() || resourceNames.contains(name));
    }

    private static boolean has(List<String> values, String value) {
      return values.contains(value) || values.contains(ANY);
    }
  }
}
