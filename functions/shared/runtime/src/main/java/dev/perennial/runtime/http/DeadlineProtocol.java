package dev.perennial.runtime.http;

import java.io.IOException;
import java.time.Duration;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * HTTP/1.1 with a time limit for the request line and the headers as a whole, and for blank lines
 * before them. A client that is slower is disconnected.
 */
final class DeadlineProtocol extends Http11NioProtocol {

  private final Duration headTimeout;

  DeadlineProtocol(Duration headTimeout) {
    super(new Endpoint());
    this.headTimeout = headTimeout;
  }

  @Override
  protected Processor createProcessor() {
    return new TimedProcessor(this, getAdapter(), headTimeout);
  }

  private static final class Endpoint extends NioEndpoint {

    @Override
    protected NioChannel createChannel(SocketBufferHandler buffers) {
      return new DeadlineChannel(buffers, HttpServer.MAX_HEAD_BYTES);
    }
  }

  private static final class TimedProcessor extends Http11Processor {

    private static final int NOTHING_RECEIVED = -1;

    private final Duration headTimeout;

    TimedProcessor(AbstractHttp11Protocol<?> protocol, Adapter adapter, Duration headTimeout) {
      super(protocol, adapter);
      this.headTimeout = headTimeout;
    }

    /**
     * Called whenever something arrives between requests, or the next part of incomplete headers.
     */
    @Override
    public SocketState service(SocketWrapperBase<?> connection) throws IOException {
      if (!(connection.getSocket() instanceof DeadlineChannel channel)) {
        return SocketState.CLOSED;
      }
      channel.attachTo(request);
      channel.setDeadlineIfNone(headTimeout);
      var state = super.service(connection);
      if (state == SocketState.OPEN && request.getStartTimeNanos() == NOTHING_RECEIVED) {
        channel.clearDeadline();
      }
      return state;
    }
  }
}
