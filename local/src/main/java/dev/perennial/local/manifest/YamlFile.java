package dev.perennial.local.manifest;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A file of YAML documents, each read into the shape of its kind; what does not fit is refused by
 * its path.
 */
final class YamlFile {

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          // Kubernetes takes no number where it wants a string: `value: 8` fails there, so it fails
          // here.
          .withCoercionConfig(
              LogicalType.Textual,
              textual ->
                  textual
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

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
    return new Document(name, kind, (Resource) shape(document, kind.shape()));
  }

  private List<JsonNode> documents() {
    if (!Files.isRegularFile(path)) {
      throw new ManifestException(name, "there is no such file");
    }
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(path)) {
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
                    name, "kind: " + apiVersion + " " + kind + ": " + Refusal.NOT_IMPLEMENTED));
  }

  private <T> T shape(JsonNode document, Class<T> shape) {
    ObjectNode fields = ((ObjectNode) document).deepCopy();
    fields.remove(List.of("apiVersion", "kind"));
    try {
      return YAML.treeToValue(fields, shape);
    } catch (JacksonException unfit) {
      throw new ManifestException(name, reason(unfit, fields));
    }
  }

  private static String reason(JacksonException unfit, JsonNode document) {
    String path = path(unfit.getPath());
    return switch (unfit) {
      case UnrecognizedPropertyException _ -> path + ": " + Refusal.NOT_IMPLEMENTED;
      case InvalidFormatException format when format.getTargetType().isEnum() ->
          path + ": " + format.getValue() + ": " + Refusal.NOT_IMPLEMENTED;
      case MismatchedInputException mismatch -> path + ": " + expected(mismatch.getTargetType());
      case ValueInstantiationException invalid when invalid.getCause() instanceof Refusal refusal ->
          (path.isEmpty() ? "" : path + ".")
              + unknownField(invalid, document).orElse(refusal).getMessage();
      default -> path + ": " + unfit.getOriginalMessage();
    };
  }

  /**
   * An unknown field beside a missing one is what the author meant to write, so it is named first.
   */
  private static Optional<Refusal> unknownField(
      ValueInstantiationException invalid, JsonNode document) {
    Set<String> known =
        Arrays.stream(invalid.getType().getRawClass().getRecordComponents())
            .map(YamlFile::field)
            .collect(toSet());
    JsonNode object = document;
    for (JacksonException.Reference step : invalid.getPath()) {
      object =
          step.getPropertyName() == null
              ? object.path(step.getIndex())
              : object.path(step.getPropertyName());
    }
    return object.propertyNames().stream()
        .filter(name -> !known.contains(name))
        .map(name -> new Refusal(name, Refusal.NOT_IMPLEMENTED))
        .findFirst();
  }

  private static String field(RecordComponent component) {
    @Nullable JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
    return renamed == null ? component.getName() : renamed.value();
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null
        || type.isRecord()
        || !Arrays.asList(String.class, Integer.class).contains(type)) {
      return "another structure expected";
    }
    return (type == String.class ? "a string" : "a whole number") + " expected";
  }

  private static String path(List<JacksonException.Reference> references) {
    return references.stream()
        .map(
            step ->
                step.getPropertyName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getPropertyName())
        .collect(joining())
        .replaceFirst("^\\.", "");
  }
}
