package dev.perennial.runtime.http;

import dev.perennial.runtime.database.FaultWithoutValues;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the body of an answer that goes on after the request's own thread is done with it. */
final class LastingBody {

  private static final Logger LOG = LoggerFactory.getLogger(LastingBody.class);
  private static final int NO_TIMEOUT = 0;

  private LastingBody() {}

  static void begin(
      Answer.Streamed.Body body, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var out = response.getOutputStream();
    var async = request.startAsync(request, response);
    async.setTimeout(NO_TIMEOUT);
    Thread.ofVirtual().name("lasting").start(() -> write(body, out, async));
  }

  private static void write(Answer.Streamed.Body body, OutputStream out, AsyncContext async) {
    try {
      body.writeTo(out);
    } catch (IOException e) {
      LOG.debug("The client has gone", e);
    } catch (RuntimeException e) {
      LOG.error("An answer that had begun failed and ends", FaultWithoutValues.of(e));
    } finally {
      complete(async);
    }
  }

  private static void complete(AsyncContext async) {
    try {
      async.complete();
    } catch (IllegalStateException e) {
      LOG.debug("The server has ended it already, after a fault of the connection", e);
    }
  }
}
