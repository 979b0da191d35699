package dev.perennial.runtime.http;

import jakarta.servlet.RequestDispatcher;
import org.apache.coyote.Request;
import org.apache.coyote.http11.Http11InputBuffer;
import org.apache.tomcat.util.res.StringManager;

/** The status of a request that Coyote refuses. It has 400 for every fault in the headers. */
final class RefusalStatus {

  static final int MAX_HEADERS = 100;

  private static final int URI_TOO_LONG = 414;
  private static final int HEADERS_TOO_LARGE = 431;
  private static final String TOO_LARGE =
      StringManager.getManager(Http11InputBuffer.class)
          .getString("iib.requestheadertoolarge.error");

  private RefusalStatus() {}

  /** Returns 414 or 431 (RFC 6585, section 5) if the request is too large, else the status. */
  static int of(Request request, int status) {
    if (!(request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Exception fault)) {
      return status;
    }
    if (TOO_LARGE.equals(fault.getMessage())) {
      return request.requestURI().isNull() ? URI_TOO_LONG : HEADERS_TOO_LARGE;
    }
    return fault instanceof IllegalStateException && request.getMimeHeaders().size() >= MAX_HEADERS
        ? HEADERS_TOO_LARGE
        : status;
  }
}
