package dev.perennial.architecture.broken.runtime.ledger;

import org.springframework.http.HttpStatus;

record LedgerThatAnswersHttp(HttpStatus answer) {}
