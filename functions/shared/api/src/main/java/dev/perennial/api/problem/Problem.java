package dev.perennial.api.problem;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * The description of an error for programs and people (RFC 9457). All problems of a type have the
 * same title.
 *
 * @param errors the invalid fields; omitted from the JSON if there are none
 * @param more members that only problems of this type have (RFC 9457, section 3.2)
 */
public record Problem(
    URI type,
    String title,
    int status,
    String detail,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors,
    @JsonAnyGetter Map<String, Object> more) {

  /**
   * An invalid field.
   *
   * @param pointer a JSON pointer into the body (RFC 6901), or {@code /name} for a query parameter
   */
  public record FieldError(String pointer, String detail) {}

  Problem with(Map<String, Object> members) {
    return new Problem(type, title, status, detail, errors, members);
  }

  static Problem of(String slug, String title, int status, String detail, List<FieldError> errors) {
    return new Problem(
        URI.create("https://perennial.dev/problems/" + slug),
        title,
        status,
        detail,
        errors,
        Map.of());
  }
}
