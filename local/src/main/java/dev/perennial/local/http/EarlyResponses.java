package dev.perennial.local.http;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;

/**
 * Reads the response of a function that answered before it had received the whole request, such as
 * 413, and then closed the connection. Without this, sending the rest fails and the response, which
 * is already here, is lost. Only for bodies that are streamed: others are small and can be sent
 * again.
 */
final class EarlyResponses extends HttpRequestExecutor {

  private static final String KEPT = "connection.kept";
  private static final Set<String> SENDING = Set.of("sendRequestEntity", "flush");

  /** Long enough to learn whether something has been received. */
  private static final Timeout NO_WAIT = Timeout.ofMilliseconds(1);

  /** Whether the request of this context was sent on the connection of an earlier one. */
  static boolean wasKept(HttpContext context) {
    return Boolean.TRUE.equals(context.getAttribute(KEPT));
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request,
      HttpClientConnection connection,
      HttpResponseInformationCallback callback,
      HttpContext context)
      throws IOException, HttpException {
    context.setAttribute(KEPT, connection.getEndpointDetails().getRequestCount() > 0);
    if (request.getEntity() == null || !request.getEntity().isStreaming()) {
      return super.execute(request, connection, callback, context);
    }
    var isCut = new AtomicBoolean();
    var response = super.execute(request, tolerant(connection, isCut), callback, context);
    if (isCut.get()) {
      // So that no other request is sent on this connection.
      response.setHeader("Connection", "close");
    }
    return response;
  }

  private static HttpClientConnection tolerant(
      HttpClientConnection connection, AtomicBoolean isCut) {
    return (HttpClientConnection)
        Proxy.newProxyInstance(
            HttpClientConnection.class.getClassLoader(),
            new Class<?>[] {HttpClientConnection.class},
            (_, method, arguments) -> {
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                if (!SENDING.contains(method.getName()) || !hasResponse(connection)) {
                  throw e.getCause();
                }
                isCut.set(true);
                return null;
              }
            });
  }

  private static boolean hasResponse(HttpClientConnection connection) throws IOException {
    return connection.isOpen() && connection.isDataAvailable(NO_WAIT);
  }
}
