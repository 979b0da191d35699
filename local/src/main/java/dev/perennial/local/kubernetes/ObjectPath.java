package dev.perennial.local.kubernetes;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The path of an object in a namespace. */
record ObjectPath(String group, String version, String namespace, String resource, String name) {

  private static final Pattern PATH =
      Pattern.compile("/apis/([^/]+)/([^/]+)/namespaces/([^/]+)/([^/]+)/([^/]+)");

  static ObjectPath of(String path) throws ApiException {
    Matcher parts = PATH.matcher(path);
    if (!parts.matches()) {
      throw ApiException.noSuchPath();
    }
    return new ObjectPath(
        parts.group(1), parts.group(2), parts.group(3), parts.group(4), parts.group(5));
  }

  /** Returns the resource with its group, such as {@code pingsources.sources.knative.dev}. */
  String qualified() {
    return resource + "." + group;
  }

  Map<String, String> details() {
    return Map.of("name", name, "group", group, "kind", resource);
  }
}
