package dev.perennial.operations.api;

import dev.perennial.api.request.Ids;
import dev.perennial.api.request.JsonFields;
import dev.perennial.operations.letter.LetterState;
import dev.perennial.operations.store.LetterFilter;
import java.util.Set;
import java.util.UUID;

/** Reads from a body which letters an action is for: either their ids, or a filter. */
final class LetterSelection {

  static final String IDS = "ids";
  static final String FILTER = "filter";

  private static final int MAX_IDS = 1_000;
  private static final int MAX_TEXT = 1_000;
  private static final String TIME_FORM = "must be an instant, such as 2026-03-01T08:00:00Z";
  private static final Set<String> FIELDS =
      Set.of("function", "type", "reason", "owner", "state", "from", "to");

  private LetterSelection() {}

  /** The selection; errors are added to those of the fields. */
  static LetterFilter read(JsonFields fields) {
    var ids = fields.parsedItems(IDS, MAX_IDS, LetterSelection::id, "must be a UUID");
    var filter = fields.object(FILTER, FIELDS);
    if (fields.has(IDS) == fields.has(FILTER)) {
      fields.wrong("needs either ids or filter; an empty filter means every letter");
    }
    if (fields.has(IDS) && ids.isEmpty() && !fields.errors().has("/ids")) {
      fields.wrong(IDS, "must not be empty");
    }
    return filter == null ? LetterFilter.of(ids) : filter(filter);
  }

  private static LetterFilter filter(JsonFields filter) {
    return new LetterFilter(
        filter.text("function", MAX_TEXT),
        LetterQuery.type(filter.text("type", MAX_TEXT)),
        filter.text("reason", MAX_TEXT),
        filter.text("owner", MAX_TEXT),
        filter.choice("state", LetterState.class),
        filter.parsed("from", LetterQuery::moment, TIME_FORM),
        filter.parsed("to", LetterQuery::moment, TIME_FORM),
        null);
  }

  private static UUID id(String text) {
    return Ids.parse(text).orElseThrow(() -> new IllegalArgumentException(text));
  }
}
