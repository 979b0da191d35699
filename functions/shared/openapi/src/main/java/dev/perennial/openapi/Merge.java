package dev.perennial.openapi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Merges parts into one document. References stay as they are: in a part, {@code #/components/...}
 * is a component of the merged document.
 */
final class Merge {

  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
  private static final Set<String> SECTIONS = Set.of("tags", "paths", "components");

  /** What describes the whole document and is therefore in one part only. */
  private static final List<String> DOCUMENT = List.of("openapi", "info", "servers", "security");

  private final Map<String, String> fileOf = new HashMap<>();
  private final List<String> errors = new ArrayList<>();
  private final ObjectNode head = object();
  private final SortedMap<String, JsonNode> tags = new TreeMap<>();
  private final SortedMap<String, JsonNode> paths = new TreeMap<>();
  private final SortedMap<String, SortedMap<String, JsonNode>> components = new TreeMap<>();

  private Merge() {}

  /**
   * Returns the document; tags, paths and components are ordered by name. Each operation has the
   * tag of its part.
   *
   * @throws IllegalArgumentException with a line for each error: a path, component, operationId or
   *     tag that exists twice; a reference or a security requirement that leads nowhere; a part
   *     that has what it must not have, or lacks what it must have
   */
  static ObjectNode of(List<Part> parts) {
    var merge = new Merge();
    parts.forEach(merge::add);
    var document = merge.document();
    parts.forEach(part -> merge.checkReferences(part, document));
    if (!merge.errors.isEmpty()) {
      throw new IllegalArgumentException(
          "the parts of the OpenAPI document do not fit together:\n"
              + String.join("\n", merge.errors));
    }
    return document;
  }

  private void add(Part part) {
    for (var section : part.content().properties()) {
      if (DOCUMENT.contains(section.getKey())) {
        claim(part, section.getKey());
        head.set(section.getKey(), section.getValue());
      } else if (!SECTIONS.contains(section.getKey())) {
        error(part, section.getKey() + " is not allowed here");
      }
    }
    for (var kind : part.section("components").properties()) {
      for (var component : kind.getValue().properties()) {
        claim(part, "#/components/" + kind.getKey() + "/" + component.getKey());
        components
            .computeIfAbsent(kind.getKey(), _ -> new TreeMap<>())
            .put(component.getKey(), component.getValue());
      }
    }
    addPaths(part);
  }

  private void addPaths(Part part) {
    var tag = part.section("tags").path(0).path("name").asString("");
    if (part.section("tags").size() != (part.section("paths").isEmpty() ? 0 : 1)) {
      error(part, "must have one tag if it has paths, else none");
    } else if (!tag.isEmpty()) {
      claim(part, "the tag " + tag);
      tags.put(tag, part.section("tags").path(0));
    }
    for (var path : part.section("paths").properties()) {
      // Paths that differ in the names of their parameters only are the same.
      claim(part, "the path " + path.getKey().replaceAll("\\{[^}]*}", "{}"));
      var item = object();
      for (var member : path.getValue().properties()) {
        item.set(
            member.getKey(),
            METHODS.contains(member.getKey())
                ? operation(part, member.getKey() + " " + path.getKey(), member.getValue(), tag)
                : member.getValue());
      }
      paths.put(path.getKey(), item);
    }
  }

  private ObjectNode operation(Part part, String name, JsonNode operation, String tag) {
    var id = operation.path("operationId").asString("");
    if (id.isEmpty()) {
      error(part, name + " has no operationId");
    } else {
      claim(part, "the operationId " + id);
    }
    if (operation.has("tags")) {
      error(part, name + " has tags; it gets the tag of its part");
    }
    var tagged = object();
    tagged.putArray("tags").add(tag);
    tagged.setAll(operation.asObject());
    return tagged;
  }

  private ObjectNode document() {
    var document = object();
    for (var section : DOCUMENT) {
      if (head.has(section)) {
        document.set(section, head.get(section));
      } else {
        errors.add("no part has " + section);
      }
    }
    document.putArray("tags").addAll(tags.values());
    document.putObject("paths").setAll(paths);
    var merged = document.putObject("components");
    components.forEach((kind, named) -> merged.putObject(kind).setAll(named));
    return document;
  }

  private void checkReferences(Part part, ObjectNode document) {
    for (var reference : part.content().findValues("$ref")) {
      var target = reference.asString();
      if (!target.startsWith("#/") || document.at(target.substring(1)).isMissingNode()) {
        error(part, target + " leads nowhere");
      }
    }
    var schemes = document.path("components").path("securitySchemes");
    for (var requirements : part.content().findValues("security")) {
      for (var requirement : requirements) {
        for (var scheme : requirement.propertyNames()) {
          if (!schemes.has(scheme)) {
            error(part, "the security scheme " + scheme + " does not exist");
          }
        }
      }
    }
  }

  private void claim(Part part, String what) {
    var other = fileOf.putIfAbsent(what, part.file());
    if (other != null) {
      error(part, what + " is also in " + other);
    }
  }

  private void error(Part part, String what) {
    errors.add(part.file() + ": " + what);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
