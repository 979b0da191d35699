package dev.perennial.runtime.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;

/**
 * What went wrong, for programs and people (RFC 9457). The title is the same for every problem of a
 * type.
 *
 * @param errors each bad field; left out if there is none
 */
public record Problem(
    URI type,
    String title,
    int status,
    String detail,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors) {

  /**
   * A field that is not as it must be.
   *
   * @param pointer where it is in the body (RFC 6901), or {@code /name} of a query parameter
   */
  public record FieldError(String pointer, String detail) {}

  static Problem of(String slug, String title, int status, String detail, List<FieldError> errors) {
    return new Problem(
        URI.create("https://perennial.dev/problems/" + slug), title, status, detail, errors);
  }
}
