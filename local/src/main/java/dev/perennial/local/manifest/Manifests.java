package dev.perennial.local.manifest;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Everything that the shipped YAML declares. Every reference leads to a declared resource, except
 * to the ConfigMaps and Secrets of a Service's environment, which belong to the installation.
 *
 * @param namespace of every resource
 */
public record Manifests(
    String namespace,
    List<Service> services,
    List<RoleBinding> roleBindings,
    List<Route> routes,
    List<Topic> topics,
    List<User> users,
    List<Broker> brokers,
    List<Source> sources,
    List<PingSource> pingSources,
    List<Trigger> triggers,
    List<Sink> sinks) {

  /**
   * Reads what the kustomizations in {@code knative/} and {@code eventing/} list.
   *
   * @param projectRoot the folder that holds both
   * @throws ManifestException if anything in it is invalid or not implemented on one machine
   */
  public static Manifests read(Path projectRoot) {
    Kustomization knative = kustomization(projectRoot, "knative");
    Kustomization eventing = kustomization(projectRoot, "eventing");
    String namespace = namespace(projectRoot, "knative", knative);
    if (!namespace.equals(namespace(projectRoot, "eventing", eventing))) {
      throw new ManifestException(
          "eventing/kustomization.yaml", "namespace: is not that of knative/");
    }
    List<Document> documents =
        Stream.concat(
                documents(projectRoot, "knative", knative.resources()),
                documents(projectRoot, "eventing", eventing.resources()))
            .toList();
    return link(documents, new DeclaredResources(namespace, documents));
  }

  private static Kustomization kustomization(Path root, String folder) {
    return new YamlFile(root, folder + "/kustomization.yaml").kustomization();
  }

  private static String namespace(Path root, String folder, Kustomization kustomization) {
    return kustomization.transformers() == null
        ? kustomization.namespace()
        : new YamlFile(root, folder + "/" + kustomization.transformers().getFirst())
            .namespaceTransformer()
            .metadata()
            .namespace();
  }

  private static Stream<Document> documents(Path root, String folder, List<String> resources) {
    return resources.stream()
        .flatMap(file -> new YamlFile(root, folder + "/" + file).resources().stream());
  }

  private static Manifests link(List<Document> documents, DeclaredResources declared) {
    return new Manifests(
        declared.namespace(),
        linked(documents, ServiceResource.class, declared, ServiceResource::link),
        linked(documents, RoleBindingResource.class, declared, RoleBindingResource::link),
        linked(documents, RouteResource.class, declared, RouteResource::link),
        linked(documents, TopicResource.class, declared, TopicResource::link),
        linked(documents, UserResource.class, declared, UserResource::link),
        linked(documents, BrokerResource.class, declared, BrokerResource::link),
        linked(documents, SourceResource.class, declared, SourceResource::link),
        linked(documents, PingSourceResource.class, declared, PingSourceResource::link),
        linked(documents, TriggerResource.class, declared, TriggerResource::link),
        linked(documents, SinkResource.class, declared, SinkResource::link));
  }

  private static <R, T> List<T> linked(
      List<Document> documents,
      Class<R> type,
      DeclaredResources declared,
      BiFunction<R, DeclaredResources, T> link) {
    return documents.stream()
        .filter(document -> type.isInstance(document.resource()))
        .map(document -> linked(document, type, declared, link))
        .toList();
  }

  private static <R, T> T linked(
      Document document,
      Class<R> type,
      DeclaredResources declared,
      BiFunction<R, DeclaredResources, T> link) {
    try {
      return link.apply(type.cast(document.resource()), declared);
    } catch (InvalidFieldException e) {
      throw new ManifestException(document.file(), e.getMessage());
    }
  }
}
