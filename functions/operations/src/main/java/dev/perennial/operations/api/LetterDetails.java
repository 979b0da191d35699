package dev.perennial.operations.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.events.EventJson;
import dev.perennial.operations.store.FailureRow;
import dev.perennial.operations.store.LedgerStateRow;
import dev.perennial.operations.store.LetterRow;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * A dead letter with everything that is known about it.
 *
 * @param event null if its owner has erased themself
 * @param error what the broker added to the event
 * @param ledgers what the ledgers of all functions say about the event
 */
record LetterDetails(
    LetterView letter,
    @Nullable Event event,
    JsonNode error,
    List<Failure> failures,
    List<Ledger> ledgers) {

  /** The event as it was published; data that is no JSON is text. */
  record Event(JsonNode attributes, JsonNode data) {}

  /** One failure. */
  record Failure(
      int generation,
      Instant at,
      String reason,
      @Nullable Integer statusCode,
      @Nullable Integer attempts) {}

  /** What the ledger of a function says. */
  record Ledger(
      String function,
      String state,
      int attempts,
      int generation,
      @Nullable String reason,
      Instant changedAt) {}

  static LetterDetails of(LetterRow row, List<FailureRow> failures, List<LedgerStateRow> ledgers) {
    return new LetterDetails(
        LetterView.of(row),
        row.attributes() == null ? null : event(row),
        EventJson.MAPPER.readTree(row.error()),
        failures.stream()
            .map(
                failure ->
                    new Failure(
                        failure.generation(),
                        failure.failedAt(),
                        failure.reason(),
                        failure.statusCode(),
                        failure.attempts()))
            .toList(),
        ledgers.stream()
            .map(
                ledger ->
                    new Ledger(
                        ledger.consumer(),
                        ledger.state().toLowerCase(Locale.ROOT),
                        ledger.attempts(),
                        ledger.generation(),
                        ledger.reason(),
                        ledger.changedAt()))
            .toList());
  }

  private static Event event(LetterRow row) {
    var stored = row.event();
    return new Event(EventJson.MAPPER.readTree(stored.attributes()), data(stored.data()));
  }

  private static JsonNode data(byte[] data) {
    try {
      var json = EventJson.MAPPER.readTree(data);
      return json.isMissingNode() ? StringNode.valueOf("") : json;
    } catch (JacksonException noJson) {
      return StringNode.valueOf(new String(data, UTF_8));
    }
  }
}
