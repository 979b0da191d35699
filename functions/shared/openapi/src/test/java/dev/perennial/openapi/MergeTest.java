package dev.perennial.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class MergeTest {

  private static final String SHARED =
      """
      openapi: 3.1.0
      info: {title: All, version: "1"}
      servers: [{url: /}]
      security: [{bearer: []}]
      components:
        securitySchemes:
          bearer: {type: http, scheme: bearer}
        schemas:
          Problem: {type: object}
      """;
  private static final String TASKS =
      """
      tags: [{name: Tasks}]
      paths:
        /tasks/{id}:
          parameters: [{$ref: "#/components/parameters/Id"}]
          get:
            operationId: getTask
            responses:
              "404": {$ref: "#/components/responses/NotFound"}
      components:
        parameters:
          Id: {name: id, in: path, required: true, schema: {type: string}}
        responses:
          NotFound:
            description: There is none
            content: {application/problem+json: {schema: {$ref: "#/components/schemas/Problem"}}}
      """;
  private static final String AUDIT =
      """
      tags: [{name: Audit}]
      paths:
        /audit:
          get:
            operationId: readTrail
            security: [{ticket: []}]
            responses:
              "200": {description: The entries}
      components:
        securitySchemes:
          ticket: {type: apiKey, in: query, name: ticket}
        schemas:
          Entry: {type: object}
      """;

  @Test
  void parts_become_one_document_that_is_ordered_by_name() {
    var document = merge(SHARED, TASKS, AUDIT);

    assertThat(document)
        .isEqualTo(
            Yaml.read(
                "expected",
                """
                openapi: 3.1.0
                info: {title: All, version: "1"}
                servers: [{url: /}]
                security: [{bearer: []}]
                tags: [{name: Audit}, {name: Tasks}]
                paths:
                  /audit:
                    get:
                      tags: [Audit]
                      operationId: readTrail
                      security: [{ticket: []}]
                      responses:
                        "200": {description: The entries}
                  /tasks/{id}:
                    parameters: [{$ref: "#/components/parameters/Id"}]
                    get:
                      tags: [Tasks]
                      operationId: getTask
                      responses:
                        "404": {$ref: "#/components/responses/NotFound"}
                components:
                  parameters:
                    Id: {name: id, in: path, required: true, schema: {type: string}}
                  responses:
                    NotFound:
                      description: There is none
                      content: {application/problem+json: {schema: {$ref: "#/components/schemas/Problem"}}}
                  schemas:
                    Entry: {type: object}
                    Problem: {type: object}
                  securitySchemes:
                    bearer: {type: http, scheme: bearer}
                    ticket: {type: apiKey, in: query, name: ticket}
                """));
    assertThat(document.path("paths").propertyNames()).containsExactly("/audit", "/tasks/{id}");
    assertThat(document.at("/components/schemas").propertyNames())
        .containsExactly("Entry", "Problem");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Entry: {type: object}       | Problem: {type: string}          | #/components/schemas/Problem is also in part 0
          /audit:                     | /tasks/{taskId}:                 | the path /tasks/{} is also in part 1
          readTrail                   | getTask                          | the operationId getTask is also in part 1
          name: Audit                 | name: Tasks                      | the tag Tasks is also in part 1
          operationId: readTrail      | summary: a                       | get /audit has no operationId
          operationId: readTrail      | operationId: a\\n      tags: [a]   | get /audit has tags; it gets the tag of its part
          tags: [{name: Audit}]       | tags: []                         | must have one tag if it has paths, else none
          tags: [{name: Audit}]       | tags: [{name: A}, {name: B}]     | must have one tag if it has paths, else none
          components:                 | info: {title: Audit}\\ncomponents: | info is also in part 0
          components:                 | webhooks: {}\\ncomponents:       | webhooks is not allowed here
          [{ticket: []}]              | [{tickets: []}]                  | the security scheme tickets does not exist
          Entry: {type: object}       | Entry: {$ref: "#/components/schemas/Item"} | #/components/schemas/Item leads nowhere
          Entry: {type: object}       | Entry: {$ref: "#/components/schema/Problem"} | #/components/schema/Problem leads nowhere
          Entry: {type: object}       | Entry: {$ref: "tasks.yaml#/components/schemas/Problem"} | tasks.yaml#/components/schemas/Problem leads nowhere
          """)
  void parts_that_do_not_fit_together_are_refused(String what, String instead, String error) {
    var audit = AUDIT.replace(what, instead.replace("\\n", "\n"));
    assertThat(audit).isNotEqualTo(AUDIT);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> merge(SHARED, TASKS, audit))
        .withMessageContaining("part 2: " + error);
  }

  @Test
  void every_error_is_reported_with_its_file() {
    var reversed = TASKS.replace("Problem\"", "Fault\"").replace("Tasks", "Audit");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> merge(SHARED, AUDIT, reversed))
        .withMessage(
            """
            the parts of the OpenAPI document do not fit together:
            part 2: the tag Audit is also in part 1
            part 2: #/components/schemas/Fault leads nowhere\
            """);
  }

  @Test
  void a_document_without_info_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> merge(SHARED.replaceAll("info:.*", ""), TASKS))
        .withMessageContaining("no part has info");
  }

  @Test
  void a_key_that_is_twice_in_an_object_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> merge(SHARED, AUDIT + "    Entry: {type: string}\n"))
        .withMessageContaining("part 1: ")
        .withMessageContaining("Entry");
  }

  @Test
  void a_file_that_is_no_object_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Part.of("a.yaml", "- a"))
        .withMessage("a.yaml: must be an object");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Part.of("a.yaml", "a: {"))
        .withMessageStartingWith("a.yaml: ");
  }

  @Test
  void what_is_written_is_read_back_unchanged() {
    var document =
        Yaml.read(
            "sample",
            """
            "200": {date: "2026-03-01", time: "09:00", version: "1", on: "yes", none: null, number: 1}
            text: |
              a "quoted" line: with a colon

              another # one
            pattern: ^"[1-9][0-9]*(-[0-9a-f]{8})?"$
            """);

    var text = Yaml.text(document);

    assertThat(Yaml.read("written", text)).isEqualTo(document);
    assertThat(text).contains("\"200\":", "\"2026-03-01\"", "\"09:00\"", "\"yes\"");
  }

  @Test
  void parts_are_found_in_functions_and_in_shared_modules(@TempDir Path functions)
      throws IOException {
    write(functions.resolve("shared/api/openapi.yaml"), SHARED);
    write(functions.resolve("task-api/openapi.yaml"), TASKS);
    write(functions.resolve("audit-sink/openapi.yaml"), AUDIT);
    write(functions.resolve("audit-sink/target/openapi.yaml"), AUDIT);
    write(functions.resolve("audit-sink/src/openapi.yaml"), AUDIT);

    var parts = Part.under(functions);

    assertThat(parts)
        .extracting(Part::file)
        .containsExactly(
            "functions/audit-sink/openapi.yaml",
            "functions/shared/api/openapi.yaml",
            "functions/task-api/openapi.yaml");
    assertThatNoException().isThrownBy(() -> Merge.of(parts));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static ObjectNode merge(String... parts) {
    return Merge.of(
        IntStream.range(0, parts.length).mapToObj(i -> Part.of("part " + i, parts[i])).toList());
  }
}
