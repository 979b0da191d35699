package dev.perennial.architecture.broken.runtime.ledger;

import org.apache.coyote.Request;

final class LedgerThatKnowsTheServer {

  String path(Request request) {
    return request.requestURI().toString();
  }
}
