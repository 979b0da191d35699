package dev.perennial.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.yaml.YAMLMapper;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AsyncApiTest {

  private static final Path DOCUMENT = Path.of("asyncapi.yaml");
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final JsonNode ASYNC_API = YAML.readTree(DOCUMENT.toFile());

  @Test
  void a_topic_carries_the_messages_of_its_types() {
    Map<String, List<String>> typesByTopic =
        Arrays.stream(EventType.values())
            .collect(
                Collectors.groupingBy(
                    EventType::topic, Collectors.mapping(EventType::type, Collectors.toList())));

    assertThat(typesByTopic)
        .isNotEmpty()
        .allSatisfy(
            (topic, types) -> {
              JsonNode channel = ASYNC_API.required("channels").required(topic);
              assertThat(channel.required("address").asString()).isEqualTo(topic);
              // A redrive sends events of any type again.
              assertThat(channel.required("messages").propertyNames())
                  .filteredOn(name -> !name.equals("redriven-event"))
                  .containsExactlyInAnyOrderElementsOf(types);
            });
  }

  @Test
  void every_channel_is_a_topic_that_is_shipped_and_every_topic_a_channel() {
    Path shipped = Path.of("../eventing/topics.yaml");
    try (MappingIterator<JsonNode> topics =
        YAML.readerFor(JsonNode.class).readValues(shipped.toFile())) {
      assertThat(ASYNC_API.required("channels").propertyNames())
          .containsExactlyInAnyOrderElementsOf(
              topics.readAll().stream()
                  .map(topic -> topic.at("/metadata/name").asString())
                  .toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_message_is_named_by_its_type_and_described_by_its_schema(EventType type) {
    JsonNode message = ASYNC_API.required("components").required("messages").required(type.type());

    assertThat(message.required("name").asString()).isEqualTo(type.type());
    assertThat(message.at("/headers/allOf/1/properties/ce_type/const").asString())
        .isEqualTo(type.type());
    assertThat(message.at("/headers/allOf/1/properties/ce_dataschema/const").asString())
        .isEqualTo(type.schema().toString());
    assertThat(message.at("/payload/schema/$ref").asString())
        .endsWith("/" + PublishedContract.fileName(type));
  }

  @Test
  void the_headers_are_the_attributes_of_the_envelope() {
    JsonNode headers = ASYNC_API.at("/components/schemas/cloudEventHeaders/properties");
    var attributes =
        PublishedContract.sample(EventType.TASK_CREATED).propertyNames().stream()
            .filter(attribute -> !attribute.equals("data"))
            // Kafka's binary mode spells this one as HTTP does.
            .map(
                attribute ->
                    attribute.equals("datacontenttype") ? "content-type" : "ce_" + attribute)
            .toList();

    assertThat(headers.propertyNames()).containsExactlyInAnyOrderElementsOf(attributes);
  }

  @Test
  void every_reference_resolves() {
    List<String> references = ASYNC_API.findValuesAsString("$ref");

    assertThat(references)
        .hasSizeGreaterThan(EventType.values().length)
        .allSatisfy(
            reference -> assertThat(resolve(reference).isMissingNode()).as(reference).isFalse());
  }

  @Test
  void a_reference_that_does_not_resolve_is_detected() {
    assertThat(resolve("#/components/messages/dev.perennial.task.forgotten.v1").isMissingNode())
        .isTrue();
  }

  private static JsonNode resolve(String reference) {
    String[] fileAndPointer = reference.split("#", 2);
    Path file = DOCUMENT.resolveSibling(fileAndPointer[0]);
    JsonNode document = fileAndPointer[0].isEmpty() ? ASYNC_API : json(file);
    return fileAndPointer.length == 1 ? document : document.at(fileAndPointer[1]);
  }

  private static JsonNode json(Path file) {
    assertThat(file).isRegularFile();
    return EventJson.MAPPER.readTree(file.toFile());
  }
}
