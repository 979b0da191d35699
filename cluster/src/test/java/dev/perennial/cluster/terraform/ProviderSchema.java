package dev.perennial.cluster.terraform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The schema of a provider, from the file in {@code providers/}, which says of which version it is
 * and where its facts come from.
 */
record ProviderSchema(JsonNode file) {

  private static final List<String> NESTING = List.of("", "single", "list", "set", "map", "group");

  static ProviderSchema of(String name) {
    String resource = "/providers/" + name + ".json";
    try (InputStream file =
        Objects.requireNonNull(ProviderSchema.class.getResourceAsStream(resource), resource)) {
      return new ProviderSchema(new JsonMapper().readTree(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code registry.terraform.io/hashicorp/aws}. */
  String address() {
    return "registry.terraform.io/" + file.at("/provider").asString();
  }

  String version() {
    return file.at("/version").asString();
  }

  JsonNode resource(String type) {
    return file.required("resources").required(type);
  }

  Set<String> resources() {
    return Set.copyOf(file.at("/resources").propertyNames());
  }

  /** The response to {@code GetProviderSchema}. */
  Message toMessage() {
    Message[] response = {Message.EMPTY.with(1, schema(file.at("/schema")))};
    file.at("/resources")
        .forEachEntry(
            (type, block) ->
                response[0] =
                    response[0].with(2, Message.EMPTY.with(1, type).with(2, schema(block))));
    return response[0];
  }

  private static Message schema(JsonNode block) {
    return Message.EMPTY.with(2, block(block));
  }

  private static Message block(JsonNode block) {
    Message[] message = {Message.EMPTY};
    block
        .path("attributes")
        .forEachEntry((name, value) -> message[0] = message[0].with(2, attribute(name, value)));
    block
        .path("block_types")
        .forEachEntry((name, value) -> message[0] = message[0].with(3, nested(name, value)));
    return message[0];
  }

  private static Message attribute(String name, JsonNode attribute) {
    Message message = Message.EMPTY.with(1, name);
    if (attribute.has("nested_type")) {
      message = message.with(10, object(attribute.get("nested_type")));
    } else {
      message = message.with(2, attribute.get("type").toString());
    }
    message = flag(message, 4, attribute, "required");
    message = flag(message, 5, attribute, "optional");
    message = flag(message, 6, attribute, "computed");
    message = flag(message, 7, attribute, "sensitive");
    return flag(message, 11, attribute, "write_only");
  }

  private static Message flag(Message message, int field, JsonNode attribute, String name) {
    return attribute.path(name).asBoolean(false) ? message.with(field, 1) : message;
  }

  private static Message object(JsonNode type) {
    Message[] message = {Message.EMPTY.with(3, nesting(type))};
    type.path("attributes")
        .forEachEntry((name, value) -> message[0] = message[0].with(1, attribute(name, value)));
    return message[0];
  }

  private static Message nested(String name, JsonNode nested) {
    return Message.EMPTY
        .with(1, name)
        .with(2, block(nested.get("block")))
        .with(3, nesting(nested))
        .with(4, nested.path("min_items").asInt(0))
        .with(5, nested.path("max_items").asInt(0));
  }

  private static int nesting(JsonNode node) {
    return NESTING.indexOf(node.at("/nesting_mode").asString());
  }
}
