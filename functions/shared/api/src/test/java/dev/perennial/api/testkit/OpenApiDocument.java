package dev.perennial.api.testkit;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.perennial.events.EventJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The operations of one function in the document of the whole API, as it is served at {@code
 * /openapi.yaml}, to validate responses against.
 */
public final class OpenApiDocument {

  private static final String URI = "https://perennial.dev/openapi.json";
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch");

  public static final JsonNode ROOT = read();

  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          registry -> registry.schemas(_ -> EventJson.MAPPER.writeValueAsString(ROOT)));

  private final String tag;
  private final Set<String> responses = new TreeSet<>();

  private OpenApiDocument(String tag) {
    this.tag = tag;
    for (var path : ROOT.required("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        if (isOurs(operation)) {
          for (var status : operation.getValue().required("responses").propertyNames()) {
            responses.add(
                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey() + " " + status);
          }
        }
      }
    }
    if (responses.isEmpty()) {
      throw new IllegalArgumentException("no operation has the tag " + tag);
    }
  }

  /**
   * Returns the operations of a function.
   *
   * @param tag the tag in the {@code openapi.yaml} of the function
   */
  public static OpenApiDocument of(String tag) {
    return new OpenApiDocument(tag);
  }

  /**
   * An operation of the function.
   *
   * @param queryParameters the names of all parameters in the query, credentials included
   */
  public record Operation(String method, String template, Set<String> queryParameters) {

    /** A path of the operation, with the same id for every parameter. */
    public String path() {
      return template.replaceAll("\\{\\w+}", "00000000-0000-4000-8000-000000000000");
    }
  }

  public List<Operation> operations() {
    return ROOT.required("paths").properties().stream()
        .flatMap(
            path ->
                path.getValue().properties().stream()
                    .filter(this::isOurs)
                    .map(
                        operation ->
                            new Operation(
                                operation.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                queryParameters(path.getValue(), operation.getValue()))))
        .toList();
  }

  private static Set<String> queryParameters(JsonNode path, JsonNode operation) {
    var schemes =
        operation
            .path("security")
            .valueStream()
            .flatMap(scheme -> scheme.propertyNames().stream())
            .map(name -> ROOT.at("/components/securitySchemes/" + name));
    return Stream.of(
            path.path("parameters").valueStream(),
            operation.path("parameters").valueStream(),
            schemes)
        .flatMap(each -> each)
        .map(OpenApiDocument::resolved)
        .filter(parameter -> parameter.path("in").asString("").equals("query"))
        .map(parameter -> parameter.required("name").asString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? ROOT.at(node.required("$ref").asString().substring(1)) : node;
  }

  /** Every described response, as {@code GET /v1/tasks/{id} 200}. */
  public Set<String> responses() {
    return responses;
  }

  /** The path's template; empty if the function has no operation for it. */
  public Optional<String> template(String path) {
    return ROOT.required("paths").properties().stream()
        .filter(template -> template.getValue().properties().stream().anyMatch(this::isOurs))
        .map(Map.Entry::getKey)
        .filter(
            template ->
                path.replaceFirst("\\?.*", "").matches(template.replaceAll("\\{\\w+}", "[^/]+")))
        .findFirst();
  }

  /** How this response differs from the document; empty if it does not. */
  public List<String> violations(String method, String template, HttpResponse<String> response) {
    var pointer =
        "/paths/"
            + escaped(template)
            + "/"
            + method.toLowerCase(Locale.ROOT)
            + "/responses/"
            + response.statusCode();
    var described = ROOT.at(pointer);
    if (!responses.contains(method + " " + template + " " + response.statusCode())) {
      return List.of(
          "this response is not described: "
              + method
              + " "
              + template
              + " "
              + response.statusCode());
    }
    if (described.has("$ref")) {
      pointer = described.required("$ref").asString().substring(1);
      described = ROOT.at(pointer);
    }
    var violations = new ArrayList<>(missingSecurityHeaders(response));
    checkHeaders(pointer, described, response, violations);
    checkBody(pointer, described, response, violations);
    return violations;
  }

  /** The headers that every response has, whatever its operation. */
  private static List<String> missingSecurityHeaders(HttpResponse<String> response) {
    var cache = response.headers().firstValue("ETag").isEmpty() ? "no-store" : "private, no-cache";
    var missing = new ArrayList<String>();
    Map.of(
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", cache)
        .forEach(
            (name, value) -> {
              if (!response.headers().allValues(name).equals(List.of(value))) {
                missing.add(name + " is " + response.headers().allValues(name));
              }
            });
    return missing;
  }

  private static void checkHeaders(
      String pointer, JsonNode described, HttpResponse<String> response, List<String> violations) {
    for (var name : described.path("headers").propertyNames()) {
      var header = ROOT.at(pointer + "/headers/" + name);
      var at =
          header.has("$ref")
              ? header.required("$ref").asString().substring(1)
              : pointer + "/headers/" + name;
      var value = response.headers().firstValue(name);
      if (value.isEmpty()) {
        violations.add("the header " + name + " is missing");
      } else {
        violations.addAll(
            schemaViolations(at + "/schema", EventJson.MAPPER.writeValueAsString(value.get())));
      }
    }
  }

  private static void checkBody(
      String pointer, JsonNode described, HttpResponse<String> response, List<String> violations) {
    var type = response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
    if (!described.has("content")) {
      if (!response.body().isEmpty()) {
        violations.add("there is a body where none should be");
      }
      return;
    }
    if (!described.required("content").has(type)) {
      violations.add("the body is " + type);
      return;
    }
    var body =
        type.matches(".*[/+]json")
            ? response.body()
            : EventJson.MAPPER.writeValueAsString(response.body());
    violations.addAll(schemaViolations(pointer + "/content/" + escaped(type) + "/schema", body));
  }

  public static List<String> schemaViolations(String pointer, String json) {
    return SCHEMAS
        .getSchema(SchemaLocation.of(URI + "#" + pointer))
        .validate(
            json,
            InputFormat.JSON,
            execution -> execution.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(Error::toString)
        .toList();
  }

  private boolean isOurs(Map.Entry<String, JsonNode> member) {
    return METHODS.contains(member.getKey())
        && member.getValue().required("tags").path(0).asString().equals(tag);
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private static JsonNode read() {
    try (InputStream file = OpenApiDocument.class.getResourceAsStream("/openapi.yaml")) {
      return new YAMLMapper()
          .readTree(Objects.requireNonNull(file, "the module openapi is not on the class path"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
