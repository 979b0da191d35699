package dev.perennial.local.manifest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A file of YAML documents, each read into the record of its kind. Anything else is refused with
 * its path.
 */
final class YamlFile {

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Path path;
  private final String name;

  YamlFile(Path root, String name) {
    this.path = root.resolve(name);
    this.name = name;
  }

  Kustomization kustomization() {
    return shape(theOnly(Kind.KUSTOMIZATION), Kustomization.class);
  }

  NamespaceTransformer namespaceTransformer() {
    return shape(theOnly(Kind.NAMESPACE_TRANSFORMER), NamespaceTransformer.class);
  }

  private JsonNode theOnly(Kind kind) {
    List<JsonNode> documents = documents();
    if (documents.size() != 1 || kind(documents.getFirst()) != kind) {
      throw new ManifestException(name, "one " + kind + " expected");
    }
    return documents.getFirst();
  }

  List<Document> resources() {
    return documents().stream().map(this::resource).toList();
  }

  private Document resource(JsonNode document) {
    Kind kind = kind(document);
    if (!kind.isResource()) {
      throw new ManifestException(name, "kind: a " + kind + " is no resource");
    }
    return new Document(name, kind, (Resource) shape(document, kind.type()));
  }

  private List<JsonNode> documents() {
    if (!Files.isRegularFile(path)) {
      throw new ManifestException(name, "there is no such file");
    }
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class).<JsonNode>readValues(path)) {
      List<JsonNode> all = new ArrayList<>();
      documents.forEachRemaining(all::add);
      return all.stream().filter(JsonNode::isObject).toList();
    } catch (JacksonException malformed) {
      throw new ManifestException(
          name, "no YAML: " + malformed.getOriginalMessage().lines().findFirst().orElse(""));
    }
  }

  private Kind kind(JsonNode document) {
    String apiVersion = document.path("apiVersion").asString("");
    String kind = document.path("kind").asString("");
    return Kind.of(apiVersion, kind)
        .orElseThrow(
            () ->
                new ManifestException(
                    name,
                    "kind: "
                        + apiVersion
                        + " "
                        + kind
                        + ": "
                        + InvalidFieldException.NOT_IMPLEMENTED));
  }

  private <T> T shape(JsonNode document, Class<T> type) {
    ObjectNode fields = ((ObjectNode) document).deepCopy();
    fields.remove(List.of("apiVersion", "kind"));
    try {
      return type == ClusterResource.class
          ? type.cast(ClusterResource.read(fields))
          : StrictReader.read(fields, type);
    } catch (InvalidFieldException e) {
      throw new ManifestException(name, e.getMessage());
    }
  }
}
