package dev.perennial.api.request;

import dev.perennial.api.problem.ProblemException;
import java.io.IOException;
import org.springframework.web.servlet.function.ServerRequest;

/** The bytes of a request's body, which can be read more than once. */
public final class RequestBody {

  private static final String ATTRIBUTE = RequestBody.class.getName();

  private RequestBody() {}

  /**
   * Reads the body, or returns what the first call has read, whatever its limit was.
   *
   * @return the body; {@code atMost + 1} bytes of it if it is longer than {@code atMost}
   * @throws ProblemException 400 if the body is truncated
   */
  public static byte[] read(ServerRequest request, int atMost) {
    return request
        .attribute(ATTRIBUTE)
        .map(byte[].class::cast)
        .orElseGet(
            () -> {
              var bytes = readOnce(request, atMost);
              request.attributes().put(ATTRIBUTE, bytes);
              return bytes;
            });
  }

  private static byte[] readOnce(ServerRequest request, int atMost) {
    try {
      return request.servletRequest().getInputStream().readNBytes(atMost + 1);
    } catch (IOException brokenOff) {
      throw ProblemException.malformed("the body breaks off before its end");
    }
  }
}
