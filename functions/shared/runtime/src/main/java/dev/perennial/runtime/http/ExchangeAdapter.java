package dev.perennial.runtime.http;

import dev.perennial.runtime.http.HttpServer.Connections;
import java.io.IOException;
import java.util.Map;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes each request that Coyote has parsed to the handler, and counts those in progress. */
final class ExchangeAdapter implements Adapter {

  private static final Logger LOG = LoggerFactory.getLogger(ExchangeAdapter.class);
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int HTTP_VERSION_NOT_SUPPORTED = 505;

  private final RequestHandler handler;
  private final RequestsInProgress inProgress;
  private final Connections connections;

  ExchangeAdapter(RequestHandler handler, RequestsInProgress inProgress, Connections connections) {
    this.handler = handler;
    this.inProgress = inProgress;
    this.connections = connections;
  }

  @Override
  public void service(Request request, Response response) {
    var exchange = new CoyoteExchange(request, response, connections, inProgress);
    var connection = DeadlineChannel.of(request);
    connection.clearDeadline();
    try (var _ = inProgress.begin()) {
      // Coyote has set another status if the request is not valid HTTP.
      if (response.getStatus() != OK) {
        handler.refuse(exchange, RefusalStatus.of(request, response.getStatus()));
      } else if (request.protocol().isNull() || request.protocol().getLength() == 0) {
        // HTTP/0.9, which has no headers.
        handler.refuse(exchange, HTTP_VERSION_NOT_SUPPORTED);
      } else if (connection.hasOddLines(request)) {
        handler.refuse(exchange, BAD_REQUEST);
      } else {
        handler.handle(exchange);
      }
      response.action(ActionCode.CLOSE, null);
    } catch (IOException disconnected) {
      LOG.debug("The client has disconnected or is too slow: {}", disconnected.toString());
      abort(response);
    } catch (RuntimeException | Error fault) {
      LOG.error("A request failed, and gets 500 if its response has not begun", fault);
      fail(exchange, response);
    } finally {
      // For the rest of the body, which is skipped.
      connection.setDeadline(connections.readWriteTimeout());
    }
  }

  private static void fail(Exchange exchange, Response response) {
    if (exchange.isCommitted()) {
      abort(response);
      return;
    }
    try {
      exchange.send(500, Map.of(), new byte[0]);
    } catch (IOException disconnected) {
      abort(response);
    }
  }

  /** Closes the connection, so that the client knows that the response is not complete. */
  private static void abort(Response response) {
    response.action(ActionCode.CLOSE_NOW, null);
  }

  @Override
  public boolean prepare(Request request, Response response) {
    return true;
  }

  @Override
  public boolean asyncDispatch(Request request, Response response, SocketEvent event) {
    throw new IllegalStateException("no request is asynchronous");
  }

  @Override
  public void log(Request request, Response response, long time) {
    // There is no access log.
  }

  @Override
  public void checkRecycled(Request request, Response response) {
    // Nothing is kept between requests.
  }

  /** Null, so that no JMX beans are registered. */
  @Override
  public @Nullable String getDomain() {
    return null;
  }
}
