package dev.perennial.api.request;

import dev.perennial.api.problem.ProblemException;
import java.io.IOException;
import org.springframework.web.servlet.function.ServerRequest;

/** The bytes of a request's body, which more than one may want to see. */
public final class RequestBody {

  private static final String ATTRIBUTE = RequestBody.class.getName();

  private RequestBody() {}

  /**
   * @return one byte more than the most if there are more; the first to ask says how much is read
   * @throws ProblemException 400 if it breaks off
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
