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
    List<JsonNode> documents = documents();
    if (documents.size() != 1 || kind(documents.getFirst()) != Kind.KUSTOMIZATION) {
      throw new ManifestException(name, "one Kustomization expected");
    }
    return shape(documents.getFirst(), Kustomization.class);
  }

  List<Document> resources() {
    return documents().stream().map(this::resource).toList();
  }

  private Document resource(JsonNode document) {
    Kind kind = kind(document);
    if (kind == Kind.KUSTOMIZATION) {
      throw new ManifestException(name, "kind: a Kustomization is no resource");
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
      return StrictReader.read(fields, type);
    } catch (InvalidFieldException e) {
      throw new ManifestException(name, e.getMessage());
    }
  }
}
