package dev.perennial.api.request;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.events.EventJson;
import java.util.List;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Reads the JSON of a request strictly: exactly one value, no duplicate names, limited size. */
public final class JsonBody {

  public static final int MAX_BYTES = 64 * 1024;

  /** RFC 7396. */
  public static final MediaType MERGE_PATCH = new MediaType("application", "merge-patch+json");

  /** The limit for requests with many items, in bytes. */
  public static final int MAX_BATCH_BYTES = 1024 * 1024;

  /** A value needs a hundred times the memory of its text if the text is {@code {},{},...}. */
  private static final int MAX_TOKENS = 5_000;

  private static final int MAX_BATCH_TOKENS = 50_000;

  private static final ObjectReader STRICT = strict(MAX_TOKENS);
  private static final ObjectReader STRICT_BATCH = strict(MAX_BATCH_TOKENS);

  private JsonBody() {}

  /**
   * Reads the body.
   *
   * @param accepted the media types that are accepted
   * @throws ProblemException 415 for another media type, charset or coding, 413 over {@link
   *     #MAX_BYTES}, 400 if the body is not JSON or is truncated
   */
  public static JsonNode read(ApiRequest request, MediaType... accepted) {
    BodyType.require(request, List.of(accepted));
    if (request.contentLength() > MAX_BYTES) {
      throw ProblemException.tooLarge(MAX_BYTES);
    }
    byte[] body = request.body(MAX_BYTES);
    if (body.length > MAX_BYTES) {
      throw ProblemException.tooLarge(MAX_BYTES);
    }
    return parse(body);
  }

  /**
   * Parses a JSON value as strictly as a body.
   *
   * @throws ProblemException 400 if it is not JSON
   */
  public static JsonNode parse(byte[] body) {
    return parse(body, STRICT);
  }

  /**
   * As {@link #parse(byte[])}, for a body with many items, of which few may be in memory at a time.
   */
  public static JsonNode parseBatch(byte[] body) {
    return parse(body, STRICT_BATCH);
  }

  private static ObjectReader strict(int maxTokens) {
    var constraints = StreamReadConstraints.builder().maxTokenCount(maxTokens).build();
    var factory =
        EventJson.MAPPER.tokenStreamFactory().rebuild().streamReadConstraints(constraints).build();
    return JsonMapper.builder(factory)
        .build()
        .reader()
        .with(
            DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  private static JsonNode parse(byte[] body, ObjectReader reader) {
    try {
      JsonNode json = reader.readTree(body);
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
          "the body is not JSON, has a name twice, is nested too deeply or has too many values"
              + where);
    }
  }
}
