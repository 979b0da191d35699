package dev.perennial.taskapi;

import dev.perennial.api.problem.ProblemException;
import java.util.Arrays;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.function.ServerRequest;

/** A version as an entity tag (RFC 9110, sections 8.8.3 and 13.1.1). */
final class Versions {

  private Versions() {}

  static String etag(long version) {
    return "\"" + version + "\"";
  }

  /** Of a version that is shown with something else, which has versions of its own. */
  static String etag(long version, String more) {
    return "\"" + version + "-" + more + "\"";
  }

  /**
   * @throws ProblemException 412, if there is an {@code If-Match} and it names other versions only
   */
  static void requireMatch(ServerRequest request, long version) {
    var wanted = request.headers().header(HttpHeaders.IF_MATCH);
    var matches =
        wanted.stream()
            .flatMap(line -> Arrays.stream(line.split(",")))
            .map(String::strip)
            .anyMatch(
                tag -> tag.equals("*") || tag.replaceFirst("-.*", "\"").equals(etag(version)));
    if (!wanted.isEmpty() && !matches) {
      throw ProblemException.preconditionFailed("it is at version " + version + " by now");
    }
  }
}
