package dev.perennial.operations.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** What the ledger of the function says about the event with this index. */
@MappedEntity(schema = "runtime", value = "ledger")
record AnswerRow(@Id int index, String answer) {}
