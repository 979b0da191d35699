package dev.perennial.api.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Checks the headers that say how to read a body. */
final class BodyType {

  private BodyType() {}

  /**
   * @throws ProblemException 415 for another media type, a charset that is not UTF-8 or any {@code
   *     Content-Encoding}; 400 for two media types
   */
  static void require(ApiRequest request, List<MediaType> accepted) {
    for (var coding : request.headers("Content-Encoding")) {
      if (!coding.equalsIgnoreCase("identity")) {
        throw ProblemException.unsupportedCoding();
      }
    }
    var type = contentType(request);
    if (!type.map(given -> accepted.stream().anyMatch(given::equalsTypeAndSubtype)).orElse(false)) {
      throw ProblemException.unsupportedMediaType(MediaType.toString(accepted));
    }
    var charset = type.map(MediaType::getCharset);
    if (charset.isPresent() && !charset.get().equals(UTF_8)) {
      throw ProblemException.unsupportedMediaType(
          MediaType.toString(accepted) + " in the charset UTF-8");
    }
  }

  private static Optional<MediaType> contentType(ApiRequest request) {
    try {
      return request.contentType();
    } catch (InvalidMediaTypeException notOne) {
      return Optional.empty();
    }
  }
}
