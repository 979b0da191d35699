package dev.perennial.local.kubernetes;

import java.util.Map;
import java.util.regex.Pattern;

/** The object of a namespace that a path names. */
record Target(String group, String version, String namespace, String resource, String name) {

  private static final Pattern PATH =
      Pattern.compile("/apis/([^/]+)/([^/]+)/namespaces/([^/]+)/([^/]+)/([^/]+)");

  static Target of(String path) throws ApiFailure {
    var parts = PATH.matcher(path);
    if (!parts.matches()) {
      throw ApiFailure.noSuchPath();
    }
    return new Target(
        parts.group(1), parts.group(2), parts.group(3), parts.group(4), parts.group(5));
  }

  /** As the API server names a kind of objects. */
  String qualified() {
    return resource + "." + group;
  }

  Map<String, String> details() {
    return Map.of("name", name, "group", group, "kind", resource);
  }
}
