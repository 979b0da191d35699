package dev.perennial.api.response;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.events.EventJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.springframework.http.MediaType;

/** The response of an endpoint. It can be stored and compared, unless it is streamed. */
public sealed interface Response {

  int status();

  /** The headers, each with one value. */
  Map<String, String> headers();

  /** A copy with this header added or replaced. */
  Response with(String header, String value);

  static Whole json(int status, Object body) {
    return new Whole(status, Map.of("Content-Type", "application/json"), EventJson.write(body));
  }

  /** Text in UTF-8. */
  static Whole text(int status, MediaType type, String text) {
    return new Whole(
        status,
        Map.of("Content-Type", new MediaType(type, UTF_8).toString()),
        text.getBytes(UTF_8));
  }

  /** The content of a resource. */
  static Whole resource(MediaType type, Supplier<InputStream> resource) {
    try (var in = resource.get()) {
      return new Whole(200, Map.of("Content-Type", type.toString()), in.readAllBytes());
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  static Whole empty(int status) {
    return new Whole(status, Map.of(), new byte[0]);
  }

  /** A response with its complete body. */
  record Whole(int status, Map<String, String> headers, byte[] body) implements Response {

    public Whole {
      headers = Map.copyOf(headers);
    }

    @Override
    public Whole with(String header, String value) {
      return new Whole(status, Response.and(headers, header, value), body);
    }
  }

  /**
   * A response whose body is written while it is sent, once. It cannot be part of a transaction.
   */
  record Streamed(int status, Map<String, String> headers, Body body) implements Response {

    /** Writes the body. An exception aborts the response. */
    @FunctionalInterface
    public interface Body {
      void writeTo(OutputStream out) throws IOException;

      /** Releases what the body holds. Called instead of {@link #writeTo} if no body is sent. */
      default void discard() {}

      /** As this body; runs the action when the body was written, failed, or is discarded. */
      default Body andThen(Runnable action) {
        var body = this;
        return new Body() {
          @Override
          public void writeTo(OutputStream out) throws IOException {
            try {
              body.writeTo(out);
            } finally {
              action.run();
            }
          }

          @Override
          public void discard() {
            body.discard();
            action.run();
          }
        };
      }
    }

    public Streamed {
      headers = Map.copyOf(headers);
    }

    @Override
    public Streamed with(String header, String value) {
      return new Streamed(status, Response.and(headers, header, value), body);
    }
  }

  private static Map<String, String> and(Map<String, String> headers, String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return more;
  }
}
