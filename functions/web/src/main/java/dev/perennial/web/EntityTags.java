package dev.perennial.web;

import java.util.List;

/** Compares entity tags. */
final class EntityTags {

  private EntityTags() {}

  /** Whether {@code If-None-Match} has this tag, compared weakly (RFC 9110, section 13.1.2). */
  static boolean match(List<String> headers, String etag) {
    return headers.stream()
        .flatMap(header -> List.of(header.split(",")).stream())
        .map(String::strip)
        .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
  }
}
