package dev.perennial.api.request;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.runtime.http.Exchange;
import dev.perennial.runtime.http.SlowClientException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * A request to an endpoint: what the server has received, with the variables of its path and the
 * parameters of its query decoded.
 */
public final class ApiRequest {

  private final Exchange exchange;
  private final Map<String, String> pathVariables;
  private final Function<String, @Nullable String> parameters;
  private byte @Nullable [] body;

  /**
   * @param pathVariables decoded, by the names that the route gives them
   * @param parameters returns the value of a query parameter, null if it is absent
   */
  public ApiRequest(
      Exchange exchange,
      Map<String, String> pathVariables,
      Function<String, @Nullable String> parameters) {
    this.exchange = exchange;
    this.pathVariables = pathVariables;
    this.parameters = parameters;
  }

  /** Notes the user who has sent the request. */
  public void isSentBy(String user) {
    exchange.isSentBy(user);
  }

  /** Notes that the request was executed before, and gets the response that it got then. */
  public void isRepeated() {
    exchange.isRepeated();
  }

  public String method() {
    return exchange.method();
  }

  /** The path as it was sent. */
  public String path() {
    return exchange.path();
  }

  /** The query as it was sent; null if there is none. */
  public @Nullable String query() {
    return exchange.query();
  }

  /**
   * @throws IllegalArgumentException if the route has no such variable
   */
  public String pathVariable(String name) {
    return optionalPathVariable(name)
        .orElseThrow(() -> new IllegalArgumentException("the path has no variable " + name));
  }

  /** Empty if the route has no such variable. */
  public Optional<String> optionalPathVariable(String name) {
    return Optional.ofNullable(pathVariables.get(name));
  }

  /**
   * The value of a query parameter; empty if it is absent.
   *
   * @throws IllegalStateException if the route does not declare the parameter
   * @throws ProblemException 400 if it is given more than once
   */
  public Optional<String> param(String name) {
    return Optional.ofNullable(parameters.apply(name));
  }

  /** The values of a header, in the order in which they were sent. */
  public List<String> headers(String name) {
    return exchange.headers(name);
  }

  /**
   * The media type of the body; empty if it is not stated.
   *
   * @throws InvalidMediaTypeException if it is none
   * @throws ProblemException 400 if it is stated more than once
   */
  public Optional<MediaType> contentType() {
    var type = SingleHeader.read(this, "Content-Type");
    return type == null || type.isEmpty()
        ? Optional.empty()
        : Optional.of(MediaType.parseMediaType(type));
  }

  /**
   * The media types that the client accepts, empty if it does not say.
   *
   * @throws InvalidMediaTypeException if one of them is none
   */
  public List<MediaType> accept() {
    return MediaType.parseMediaTypes(headers("Accept"));
  }

  /** The length of the body in bytes; -1 if the request does not state it. */
  public long contentLength() {
    return exchange.contentLength();
  }

  /**
   * Reads the body, or returns what the first call has read, whatever its limit was.
   *
   * @return the body; {@code atMost + 1} bytes of it if it is longer than {@code atMost}
   * @throws ProblemException 400 if the body is truncated, 408 if it arrives too slowly
   */
  public byte[] body(int atMost) {
    if (body == null) {
      try {
        body = exchange.body().readNBytes(atMost + 1);
      } catch (IOException fault) {
        throw unreadable(fault);
      }
    }
    return body;
  }

  /** The body, for endpoints that read it once and do not keep it in memory. */
  public InputStream stream() {
    return exchange.body();
  }

  /** The problem for a failed read of the body: 400 if it is truncated, 408 if it is too slow. */
  public static ProblemException unreadable(IOException fault) {
    return fault instanceof SlowClientException || fault instanceof SocketTimeoutException
        ? ProblemException.badRequest(408, "the body arrives too slowly")
        : ProblemException.unreadable("the body breaks off before its end");
  }
}
