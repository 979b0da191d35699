package dev.perennial.taskapi.request;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import java.util.Arrays;
import java.util.List;
import org.springframework.http.HttpHeaders;

/** Versions as entity tags (RFC 9110, sections 8.8.3 and 13.1.1). */
public final class Versions {

  private Versions() {}

  public static String etag(long version) {
    return "\"" + version + "\"";
  }

  /**
   * The tag of a version together with the digest of what else the response contains. It matches
   * the same {@code If-Match} as the version alone.
   */
  public static String etag(long version, String digest) {
    return "\"" + version + "-" + digest + "\"";
  }

  /**
   * Compares {@code If-Match} with the version. A tag that a proxy has made weak also matches,
   * which RFC 9110 does not allow: a proxy that compresses responses weakens their tags, and its
   * clients could change nothing. It is safe because a tag names a version and not the bytes of a
   * response.
   *
   * @throws ProblemException 412 if there is an {@code If-Match} that does not match the version
   */
  public static void requireMatch(ApiRequest request, long version) {
    List<String> wanted = request.headers(HttpHeaders.IF_MATCH);
    boolean matches =
        wanted.stream()
            .flatMap(line -> Arrays.stream(line.split(",")))
            .map(String::strip)
            .anyMatch(
                tag ->
                    tag.equals("*")
                        || tag.replaceFirst("^W/", "")
                            .replaceFirst("-.*", "\"")
                            .equals(etag(version)));
    if (!wanted.isEmpty() && !matches) {
      throw ProblemException.preconditionFailed("the current version is " + version);
    }
  }
}
