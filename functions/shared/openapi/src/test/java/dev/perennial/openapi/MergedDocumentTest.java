package dev.perennial.openapi;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The document that is served at {@code /openapi.yaml}. */
class MergedDocumentTest {

  /** The schema of the OpenAPI Initiative, which also checks each schema in the document. */
  private static final Schema OPENAPI_3_1 =
      SchemaRegistry.withDefaultDialect(
              SpecificationVersion.DRAFT_2020_12,
              registry ->
                  registry.schemaIdResolvers(
                      ids ->
                          ids.mapPrefix(
                              "https://spec.openapis.org/", "classpath:spec.openapis.org/")))
          .getSchema(SchemaLocation.of("https://spec.openapis.org/oas/3.1/schema-base/2022-10-07"));

  private static final Pattern TEMPLATE = Pattern.compile("\\{([^}]+)}");

  private final ObjectNode document = Yaml.read("openapi.yaml", text());
  private final List<Operation> operations = Operation.of(document);

  @Test
  void it_is_valid_openapi_3_1() {
    assertThat(document.path("openapi").asString("")).startsWith("3.1.");
    assertThat(violations(document)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "openapi: 3.1.0,           openapi: 3.0.0,          /openapi",
    "'  title: ',              '  name: ',              /info",
    "'summary: ',              'summaries: ',           /paths",
    "'          description:', '          described:',  /paths",
    "'in: \"query\"',          'in: \"body\"',          /components/parameters",
    "'type: \"integer\"',      'type: \"int\"',         /components/schemas",
    "'minLength: 1',           'minLength: -1',         /components/schemas",
    "'required: true',         'required: false',       /components/parameters"
  })
  void a_document_that_is_invalid_is_found(String what, String instead, String where) {
    var quoted = text().replace("openapi: \"3.1.0\"", "openapi: 3.1.0").replace(what, instead);

    assertThat(violations(Yaml.read("broken", quoted)))
        .anyMatch(violation -> violation.startsWith(where));
  }

  @Test
  void it_has_the_operations_of_every_part() throws IOException {
    var functions = Path.of("..", "..");
    var ids = new TreeSet<String>();
    try (var folders = Files.list(functions)) {
      for (Path part : folders.map(f -> f.resolve("openapi.yaml")).filter(Files::exists).toList()) {
        Operation.of(Yaml.read(part.toString(), Files.readString(part)))
            .forEach(operation -> ids.add(operation.id()));
      }
    }

    assertThat(ids).contains("createTask", "readTrail", "readChanges", "listDevices");
    assertThat(operations).extracting(Operation::id).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void no_component_schema_repeats_another() {
    assertThat(
            repeated(Schemas.of(document), pointer -> pointer.matches("/components/schemas/\\w+")))
        .isEmpty();
  }

  @Test
  void no_nested_schema_repeats_a_component() {
    var schemas = Schemas.of(document);
    var components =
        schemas.entrySet().stream()
            .filter(schema -> schema.getKey().matches("/components/schemas/\\w+"))
            .map(schema -> Schemas.constraints(schema.getValue()))
            .toList();

    assertThat(schemas)
        .allSatisfy(
            (pointer, schema) -> {
              var constraints = Schemas.constraints(schema);
              if (!pointer.matches("/components/schemas/\\w+") && constraints.size() > 1) {
                assertThat(components).doesNotContain(constraints);
              }
            });
  }

  /** Others, such as a positive number, say too little to have a name. */
  @Test
  void no_object_no_choice_and_no_pattern_is_written_twice() {
    var schemas = Schemas.of(document);

    assertThat(
            repeated(
                schemas,
                pointer ->
                    Stream.of("properties", "enum", "pattern").anyMatch(schemas.get(pointer)::has)))
        .isEmpty();
  }

  @Test
  void a_repeated_schema_is_found_whatever_its_description_is() {
    var repeating =
        Yaml.read(
            "sample",
            """
            paths:
              /a:
                get:
                  parameters:
                    - {name: a, schema: {description: An id, type: string, format: uuid}}
            components:
              schemas:
                Id: {type: string, format: uuid}
                Key: {description: A key, format: uuid, type: string}
                A: {type: object, required: [b, a], properties: {a: {title: A, type: string}, title: {}}}
                B: {type: array, items: {type: object, required: [a, b], properties: {title: {}, a: {type: string}}}}
                C: {type: object, required: [a, b], properties: {description: {}, a: {type: string}}}
            """);

    assertThat(repeated(Schemas.of(repeating), _ -> true))
        .containsExactlyInAnyOrder(
            List.of("/components/schemas/A", "/components/schemas/B/items"),
            List.of(
                "/components/schemas/Id",
                "/components/schemas/Key",
                "/paths/~1a/get/parameters/0/schema"),
            List.of(
                "/components/schemas/A/properties/a",
                "/components/schemas/B/items/properties/a",
                "/components/schemas/C/properties/a"),
            List.of(
                "/components/schemas/A/properties/title",
                "/components/schemas/B/items/properties/title",
                "/components/schemas/C/properties/description"));
  }

  @Test
  void no_parameter_and_no_response_is_written_twice() {
    var all = new HashMap<String, JsonNode>();
    for (var kind : List.of("parameters", "responses")) {
      document
          .at("/components/" + kind)
          .properties()
          .forEach(component -> all.put(component.getKey() + " of " + kind, component.getValue()));
    }
    for (var operation : operations) {
      var number = 0;
      for (var parameter : operation.content().path("parameters")) {
        all.put("parameter " + number++ + " of " + operation, parameter);
      }
    }
    all.values().removeIf(node -> node.has("$ref"));

    assertThat(groups(all)).isEmpty();
  }

  @Test
  void every_operation_has_a_unique_id_a_summary_and_one_tag_that_is_described() {
    var tags = document.path("tags").valueStream().map(tag -> tag.path("name")).toList();

    assertThat(operations).extracting(Operation::id).doesNotHaveDuplicates().doesNotContain("");
    assertThat(operations)
        .allSatisfy(
            operation -> {
              assertThat(operation.content().path("summary").asString("")).isNotBlank();
              assertThat(operation.content().path("tags")).hasSize(1).isSubsetOf(tags);
            });
    assertThat(document.path("tags"))
        .allSatisfy(tag -> assertThat(tag.path("description").asString("")).isNotBlank());
  }

  @Test
  void only_the_document_and_the_pages_that_mails_link_to_need_no_credential() {
    assertThat(operations.stream().filter(Operation::isPublic).map(Operation::toString))
        .containsExactlyInAnyOrder(
            "get /openapi.yaml",
            "get /v1/email-confirmations/{token}",
            "get /v1/reminders/unsubscribe/{token}",
            "post /v1/email-confirmations/{token}",
            "post /v1/reminders/unsubscribe/{token}");
  }

  @Test
  void every_operation_describes_its_errors_as_problems() {
    assertThat(operations)
        .allSatisfy(
            operation -> {
              var statuses = operation.content().path("responses").propertyNames();
              assertThat(statuses).anyMatch(status -> status.startsWith("2"));
              assertThat(statuses).containsAll(requiredErrors(operation));
              for (var status : statuses) {
                if (status.startsWith("4") || status.startsWith("5")) {
                  var content = operation.response(status).path("content");
                  assertThat(content.propertyNames()).containsExactly("application/problem+json");
                  assertThat(isProblem(content.at("/application~1problem+json/schema")))
                      .as(status)
                      .isTrue();
                }
              }
            });
  }

  @Test
  void every_parameter_of_a_path_is_described_and_no_other() {
    assertThat(operations)
        .allSatisfy(
            operation ->
                assertThat(
                        operation.parameters().stream()
                            .filter(parameter -> parameter.path("in").asString("").equals("path"))
                            .map(parameter -> parameter.path("name").asString("")))
                    .containsExactlyElementsOf(
                        TEMPLATE
                            .matcher(operation.path())
                            .results()
                            .map(match -> match.group(1))
                            .toList()));
  }

  @Test
  void every_component_is_used() {
    var used = new TreeSet<>(document.findValuesAsString("$ref"));
    // Text that consists of JSON lines: a schema can only name what each is.
    Pattern.compile("An `(\\w+)` on each line")
        .matcher(text())
        .results()
        .map((MatchResult line) -> "#/components/schemas/" + line.group(1))
        .forEach(used::add);
    document
        .findValues("security")
        .forEach(
            requirements ->
                requirements.forEach(
                    requirement ->
                        requirement
                            .propertyNames()
                            .forEach(name -> used.add("#/components/securitySchemes/" + name))));

    var defined =
        document.path("components").properties().stream()
            .flatMap(
                kind ->
                    kind.getValue().propertyNames().stream()
                        .map(name -> "#/components/" + kind.getKey() + "/" + name))
            .collect(toCollection(TreeSet::new));

    assertThat(defined).isEqualTo(used);
  }

  private static List<String> requiredErrors(Operation operation) {
    // Any operation can be sent a query parameter that it does not take.
    var statuses = new ArrayList<>(List.of("400"));
    if (!operation.isPublic()) {
      statuses.addAll(List.of("401", "429", "503"));
    }
    if (operation.has("header", "Idempotency-Key")) {
      statuses.addAll(List.of("409", "422"));
    }
    if (operation.has("header", "If-Match")) {
      statuses.add("412");
    }
    return statuses;
  }

  private boolean isProblem(JsonNode schema) {
    var reference = schema.path("$ref").asString("#");
    return reference.equals("#/components/schemas/ProblemFields")
        || document
            .at(reference.substring(1))
            .path("allOf")
            .valueStream()
            .anyMatch(this::isProblem);
  }

  private static Collection<List<String>> repeated(
      Map<String, JsonNode> schemas, Predicate<String> which) {
    var constraints = new HashMap<String, JsonNode>();
    schemas.forEach(
        (pointer, schema) -> {
          if (which.test(pointer)) {
            constraints.put(pointer, Schemas.constraints(schema));
          }
        });
    return groups(constraints);
  }

  /** The names of equal nodes, sorted. */
  private static Collection<List<String>> groups(Map<String, JsonNode> nodes) {
    return nodes.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .collect(groupingBy(Map.Entry::getValue, mapping(Map.Entry::getKey, toList())))
        .values()
        .stream()
        .filter(names -> names.size() > 1)
        .toList();
  }

  /** Each starts with the JSON pointer of what is invalid. */
  private static List<String> violations(JsonNode document) {
    return OPENAPI_3_1
        .validate(
            document.toString(),
            InputFormat.JSON,
            execution -> execution.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(Error::toString)
        .toList();
  }

  private static String text() {
    try (var file = Main.class.getResourceAsStream("/openapi.yaml")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
