package dev.perennial.api.request;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.events.EventJson;
import java.util.List;
import java.util.Optional;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/** Reads the JSON of a request strictly: exactly one value, no duplicate names, limited size. */
public final class JsonBody {

  public static final int MAX_BYTES = 64 * 1024;

  /** RFC 7396. */
  public static final MediaType MERGE_PATCH = new MediaType("application", "merge-patch+json");

  /** The limit for requests with many items, in bytes. */
  public static final int MAX_BATCH_BYTES = 1024 * 1024;

  private static final ObjectReader STRICT =
      EventJson.MAPPER
          .reader()
          .with(
              DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonBody() {}

  /**
   * Reads the body.
   *
   * @param accepted the media types that are accepted
   * @throws ProblemException 415 for another media type, 413 over {@link #MAX_BYTES}, 400 if the
   *     body is not JSON or is truncated
   */
  public static JsonNode read(ServerRequest request, MediaType... accepted) {
    return read(request, MAX_BYTES, accepted);
  }

  /** As {@link #read(ServerRequest, MediaType...)}, with another limit in bytes. */
  public static JsonNode read(ServerRequest request, int maxBytes, MediaType... accepted) {
    requireType(request, List.of(accepted));
    if (request.headers().contentLength().orElse(0) > maxBytes) {
      throw ProblemException.tooLarge(maxBytes);
    }
    byte[] body = RequestBody.read(request, maxBytes);
    if (body.length > maxBytes) {
      throw ProblemException.tooLarge(maxBytes);
    }
    return parse(body);
  }

  /**
   * Parses a JSON value as strictly as a body.
   *
   * @throws ProblemException 400 if it is not JSON
   */
  public static JsonNode parse(byte[] body) {
    try {
      JsonNode json = STRICT.readTree(body);
      if (json.isMissingNode()) {
        throw ProblemException.malformed("the body is empty");
      }
      return json;
    } catch (JacksonException e) {
      // The parser's message is not used, because it quotes the body.
      TokenStreamLocation at = e.getLocation();
      String where =
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw ProblemException.malformed(
          "the body is not JSON, has a name twice, or is nested too deeply" + where);
    }
  }

  static void requireType(ServerRequest request, List<MediaType> accepted) {
    boolean known =
        contentType(request)
            .map(type -> accepted.stream().anyMatch(type::equalsTypeAndSubtype))
            .orElse(false);
    if (!known) {
      throw ProblemException.unsupportedMediaType(MediaType.toString(accepted));
    }
  }

  private static Optional<MediaType> contentType(ServerRequest request) {
    try {
      return request.headers().contentType();
    } catch (InvalidMediaTypeException notOne) {
      return Optional.empty();
    }
  }
}
