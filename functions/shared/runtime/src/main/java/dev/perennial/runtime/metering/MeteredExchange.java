package dev.perennial.runtime.metering;

import dev.perennial.runtime.http.Exchange;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Counts the bytes of the bodies of a request and its response, and notes what it is. */
final class MeteredExchange implements Exchange {

  private static final String EVENT_STREAM = "text/event-stream";

  private final Exchange exchange;
  private final Invocation invocation;
  private @Nullable InputStream body;

  MeteredExchange(Exchange exchange, Invocation invocation) {
    this.exchange = exchange;
    this.invocation = invocation;
  }

  @Override
  public void isRouted(String path) {
    invocation.isRouted(method(), path);
  }

  @Override
  public void isSentBy(String user) {
    invocation.isSentBy(user);
  }

  @Override
  public void isRepeated() {
    invocation.hasOutcome(Outcome.DUPLICATE);
  }

  @Override
  public void isAbout(@Nullable String list, @Nullable String resource) {
    invocation.isAbout(list, resource);
  }

  @Override
  public String method() {
    return exchange.method();
  }

  @Override
  public String path() {
    return exchange.path();
  }

  @Override
  public @Nullable String query() {
    return exchange.query();
  }

  @Override
  public List<String> headers(String name) {
    return exchange.headers(name);
  }

  @Override
  public void forEachHeader(BiConsumer<String, String> action) {
    exchange.forEachHeader(action);
  }

  @Override
  public long contentLength() {
    return exchange.contentLength();
  }

  @Override
  public InputStream body() {
    if (body == null) {
      body = new CountedInput(exchange.body(), invocation);
    }
    return body;
  }

  @Override
  public boolean isCommitted() {
    return exchange.isCommitted();
  }

  @Override
  public void send(int status, Map<String, String> headers, byte[] content) throws IOException {
    invocation.hasResponded(status);
    exchange.send(status, headers, content);
    if (!method().equals("HEAD")) {
      invocation.hasWritten(content.length);
    }
  }

  @Override
  public OutputStream stream(int status, Map<String, String> headers) {
    invocation.hasResponded(status);
    if (EVENT_STREAM.equals(headers.get("Content-Type")) && method().equals("GET")) {
      invocation.isStream();
    }
    return new CountedOutput(exchange.stream(status, headers), invocation);
  }

  private static final class CountedInput extends FilterInputStream {

    private final Invocation invocation;

    CountedInput(InputStream in, Invocation invocation) {
      super(in);
      this.invocation = invocation;
    }

    @Override
    public int read() throws IOException {
      var read = super.read();
      if (read >= 0) {
        invocation.hasRead(1);
      }
      return read;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      var read = super.read(bytes, from, length);
      if (read > 0) {
        invocation.hasRead(read);
      }
      return read;
    }
  }

  private static final class CountedOutput extends FilterOutputStream {

    private final Invocation invocation;

    CountedOutput(OutputStream out, Invocation invocation) {
      super(out);
      this.invocation = invocation;
    }

    @Override
    public void write(int one) throws IOException {
      out.write(one);
      invocation.hasWritten(1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      invocation.hasWritten(length);
    }

    /** Unlike the superclass, passes an exception on without a second flush. */
    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
