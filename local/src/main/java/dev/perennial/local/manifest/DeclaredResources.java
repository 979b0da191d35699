package dev.perennial.local.manifest;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All declared resources by kind and name. A reference to any other resource is refused. */
final class DeclaredResources {

  private final Map<Kind, Map<String, Resource>> resources = new EnumMap<>(Kind.class);
  private final String namespace;

  DeclaredResources(String namespace, List<Document> documents) {
    this.namespace = namespace;
    documents.forEach(this::add);
  }

  private void add(Document document) {
    String name = document.resource().name();
    Map<String, Resource> sameKind =
        resources.computeIfAbsent(document.kind(), _ -> new HashMap<>());
    if (sameKind.put(name, document.resource()) != null) {
      throw new ManifestException(
          document.file(), "metadata.name: there are two of " + document.kind() + " " + name);
    }
  }

  String namespace() {
    return namespace;
  }

  Resource require(Kind kind, String name, String path) {
    @Nullable Resource resource = resources.getOrDefault(kind, Map.of()).get(name);
    InvalidFieldException.require(
        resource != null, path, "no " + kind + " " + name + " is declared");
    return resource;
  }

  /** Returns the user of Kafka whose password is in this Secret. */
  String userOf(String secret, String path) {
    return resources.getOrDefault(Kind.USER, Map.of()).values().stream()
        .map(UserResource.class::cast)
        .filter(user -> user.secret().equals(secret))
        .map(UserResource::name)
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidFieldException(
                    path, "no User has its password in the Secret " + secret));
  }

  <T extends Resource> T require(Kind kind, Class<T> type, String name, String path) {
    return type.cast(require(kind, name, path));
  }
}
