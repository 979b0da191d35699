package dev.perennial.local.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends requests to functions, over connections that are kept. It follows no redirect, decompresses
 * no body and changes no header.
 */
public final class FunctionClient implements AutoCloseable {

  // Not a limit in practice: containerConcurrency of the functions is.
  private static final int CONNECTIONS = 10_000;
  private static final Timeout CONNECT = Timeout.ofSeconds(5);

  // A function that is stopped closes its connections. One that was used just now is not tried
  // first: its function gives it a last response.
  private static final TimeValue TRUSTED = TimeValue.ofMilliseconds(50);

  // A function closes a connection after 75 s without a request. It is closed here earlier, so that
  // no request is sent into a closing connection: every 8 s those that were idle for 8 s.
  private static final TimeValue IDLE = TimeValue.ofSeconds(8);

  private final CloseableHttpClient client =
      HttpClients.custom()
          .setConnectionManager(connections())
          .setRequestExecutor(new EarlyResponses())
          .disableAutomaticRetries()
          .disableRedirectHandling()
          .disableContentCompression()
          .disableCookieManagement()
          .disableAuthCaching()
          .disableDefaultUserAgent()
          .evictIdleConnections(IDLE)
          .build();

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, Thread.ofVirtual().name("deadlines").factory());

  public FunctionClient() {
    timer.setRemoveOnCancelPolicy(true);
  }

  private static HttpClientConnectionManager connections() {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setMaxConnTotal(CONNECTIONS)
        .setMaxConnPerRoute(CONNECTIONS)
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(CONNECT)
                .setValidateAfterInactivity(TRUSTED)
                .build())
        .build();
  }

  /**
   * Sends a request and returns the response, which the caller closes.
   *
   * @param isRepeatable whether the request may be sent again, on another connection, if a kept
   *     connection turns out to be closed before the first byte of the response. A request without
   *     that is sent again only if nothing of it was sent
   * @throws ConnectException if nothing was sent
   * @throws IOException if the exchange fails or the request is cancelled, at any moment
   */
  public ClassicHttpResponse send(URI address, HttpUriRequestBase request, boolean isRepeatable)
      throws IOException {
    var function = new HttpHost(address.getScheme(), address.getHost(), address.getPort());
    while (true) {
      var context = HttpClientContext.create();
      try {
        return client.executeOpen(function, request, context);
      } catch (ConnectException nothingSent) {
        throw nothingSent;
      } catch (NoHttpResponseException | SocketException closed) {
        if (!isRepeatable || request.isCancelled() || !EarlyResponses.wasKept(context)) {
          throw closed;
        }
      } catch (IllegalStateException cancelled) {
        // How the client fails if a request is cancelled between two of its steps.
        if (!request.isCancelled()) {
          throw cancelled;
        }
        throw new InterruptedIOException("the request was cancelled");
      }
    }
  }

  /** Runs the action after this time, unless the result is cancelled before. */
  public ScheduledFuture<?> after(Duration time, Runnable action) {
    return timer.schedule(action, time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Ends all requests. */
  @Override
  public void close() {
    timer.shutdownNow();
    client.close(CloseMode.IMMEDIATE);
  }
}
