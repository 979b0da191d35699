package dev.perennial.runtime.http;

import dev.perennial.runtime.http.HttpServer.Connections;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/** A request and its response in Coyote, the HTTP layer of Tomcat. */
final class CoyoteExchange implements Exchange {

  private final Request request;
  private final Response response;
  private final Connections connections;
  private final RequestsInProgress inProgress;
  private @Nullable InputStream body;

  CoyoteExchange(
      Request request, Response response, Connections connections, RequestsInProgress inProgress) {
    this.request = request;
    this.response = response;
    this.connections = connections;
    this.inProgress = inProgress;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String path() {
    return String.valueOf(request.requestURI());
  }

  @Override
  public @Nullable String query() {
    return request.queryString().isNull() ? null : request.queryString().toString();
  }

  @Override
  public List<String> headers(String name) {
    return Collections.list(request.getMimeHeaders().values(name));
  }

  @Override
  public void forEachHeader(BiConsumer<String, String> action) {
    var headers = request.getMimeHeaders();
    for (int i = 0; i < headers.size(); i++) {
      action.accept(headers.getName(i).toString(), headers.getValue(i).toString());
    }
  }

  @Override
  public long contentLength() {
    return request.getContentLengthLong();
  }

  @Override
  public InputStream body() {
    if (body == null) {
      body = new RequestBodyStream(request, connections.newRate());
    }
    return body;
  }

  @Override
  public boolean isCommitted() {
    return response.isCommitted();
  }

  @Override
  public void send(int status, Map<String, String> headers, byte[] body) throws IOException {
    begin(status, headers);
    if (inProgress.isDraining()) {
      response.setHeader("Connection", "close");
    }
    response.setContentLength(body.length);
    try (var out = new ResponseBodyStream(response, connections.newRate(), 0)) {
      if (body.length > 0 && !"HEAD".equals(request.getMethod())) {
        out.write(body);
      }
    }
  }

  @Override
  public OutputStream stream(int status, Map<String, String> headers) {
    begin(status, headers);
    return new ResponseBodyStream(response, connections.newRate(), connections.bufferBytes());
  }

  private void begin(int status, Map<String, String> headers) {
    response.setStatus(status);
    headers.forEach(response::setHeader);
  }
}
