package dev.perennial.operations.store;

import dev.perennial.events.EventJson;
import dev.perennial.operations.letter.LetterState;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters; null means any.
 *
 * @param reason a reason group, as {@code GET /v1/dead-letters/groups} returns it
 * @param from the first failure happened then or later
 * @param to the first failure happened before
 * @param ids only these
 */
public record LetterFilter(
    @Nullable String function,
    @Nullable String type,
    @Nullable String reason,
    @Nullable String owner,
    @Nullable LetterState state,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable List<UUID> ids) {

  /** Every dead letter. */
  public static final LetterFilter ALL =
      new LetterFilter(null, null, null, null, null, null, null, null);

  /** Only these letters. */
  public static LetterFilter of(List<UUID> ids) {
    return new LetterFilter(null, null, null, null, null, null, null, List.copyOf(ids));
  }

  /** The filter as {@link LetterRows#FILTER} reads it: a JSON object of texts. */
  String json() {
    var json = EventJson.MAPPER.createObjectNode();
    json.put("function", function);
    json.put("type", type);
    json.put("reason", reason);
    json.put("owner", owner);
    json.put("state", state == null ? null : state.name());
    json.put("from", from == null ? null : from.toString());
    json.put("to", to == null ? null : to.toString());
    json.put(
        "ids",
        ids == null ? null : ids.stream().map(UUID::toString).collect(Collectors.joining(",")));
    return json.toString();
  }
}
