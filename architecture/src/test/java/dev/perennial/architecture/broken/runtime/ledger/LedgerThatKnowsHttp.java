package dev.perennial.architecture.broken.runtime.ledger;

import org.springframework.http.HttpStatus;

record LedgerThatKnowsHttp(HttpStatus status) {}
