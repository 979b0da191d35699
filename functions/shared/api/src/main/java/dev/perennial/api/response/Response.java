package dev.perennial.api.response;

import dev.perennial.events.EventJson;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/** What an endpoint answers: a value that can be kept and compared, unless it is streamed. */
public sealed interface Response {

  int status();

  /** Each header once. */
  Map<String, String> headers();

  /** The same with one more header, or another value of it. */
  Response with(String header, String value);

  static Whole json(int status, Object body) {
    return new Whole(status, Map.of("Content-Type", "application/json"), EventJson.write(body));
  }

  static Whole empty(int status) {
    return new Whole(status, Map.of(), new byte[0]);
  }

  /** An answer whose body is known. */
  record Whole(int status, Map<String, String> headers, byte[] body) implements Response {

    public Whole {
      headers = Map.copyOf(headers);
    }

    @Override
    public Whole with(String header, String value) {
      return new Whole(status, Response.and(headers, header, value), body);
    }
  }

  /** An answer whose body is made while it is sent, once; it is no part of a transaction. */
  record Streamed(int status, Map<String, String> headers, Body body) implements Response {

    /** Writes the body; what it throws breaks the answer off. */
    @FunctionalInterface
    public interface Body {
      void writeTo(OutputStream out) throws IOException;
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
