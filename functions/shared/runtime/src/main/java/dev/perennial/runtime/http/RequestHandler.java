package dev.perennial.runtime.http;

import java.io.IOException;
import java.util.Map;

/** Responds to requests, on a virtual thread for each. */
@FunctionalInterface
public interface RequestHandler {

  /**
   * Sends the response. An exception closes the connection if the response has begun, and gives 500
   * otherwise.
   *
   * @throws IOException if the client has disconnected
   */
  void handle(Exchange exchange) throws IOException;

  /**
   * Sends the response to a request that the server refuses, since it is not valid HTTP.
   *
   * @param status the status that HTTP defines for the fault
   * @throws IOException if the client has disconnected
   */
  default void refuse(Exchange exchange, int status) throws IOException {
    exchange.send(status, Map.of(), new byte[0]);
  }
}
