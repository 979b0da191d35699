package dev.perennial.taskapi;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElseGet;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.Ids;
import dev.perennial.api.request.JsonFields;
import dev.perennial.events.EventJson;
import dev.perennial.runtime.Sha256;
import dev.perennial.tasks.Scope;
import dev.perennial.tasks.Task.NextChoice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One operation of a batch.
 *
 * @param opId its idempotency key
 * @param taskId of a create, the id that the client has made for the task; null if it made none
 * @param fields what a create or an edit writes
 * @param at when it happened, by the client's clock; null if it did not say
 * @param scope of an edit or a deletion
 * @param next of a reopening
 */
record BatchOp(
    UUID opId,
    Kind kind,
    @Nullable UUID taskId,
    ObjectNode fields,
    @Nullable Instant at,
    @Nullable Scope scope,
    @Nullable NextChoice next)
    implements BatchItem {

  /** What is done. */
  enum Kind {
    CREATE,
    EDIT,
    COMPLETE,
    REOPEN,
    SKIP,
    DELETE
  }

  /** Which members say more about what is done. */
  private static final Map<Kind, Set<String>> DETAILS =
      Map.of(
          Kind.CREATE, Set.of("fields"),
          Kind.EDIT, Set.of("fields", "scope"),
          Kind.COMPLETE, Set.of(),
          Kind.REOPEN, Set.of("next"),
          Kind.SKIP, Set.of(),
          Kind.DELETE, Set.of("scope"));

  private static final int MOST = 100;
  private static final Set<String> BATCH = Set.of("ops");
  private static final Set<String> OP =
      Set.of("opId", "kind", "taskId", "fields", "at", "scope", "next");

  /** Time-based and random ids; one that is made of a name could be another task's to be. */
  private static final Set<Integer> CLIENT_MADE = Set.of(4, 7);

  /**
   * What is in a batch, if each has an opId to be answered by; whatever else is wrong with one is
   * its own affair, for a device could not send the others again without it.
   *
   * @throws dev.perennial.api.problem.ProblemException 400 with everything that is wrong
   */
  static List<BatchItem> read(JsonNode body) {
    FieldErrors errors = new FieldErrors();
    JsonFields batch = JsonFields.of(body, errors, BATCH);
    List<JsonFields> items = batch.objectsApart("ops", MOST, OP);
    if (items == null && !errors.has("/ops")) {
      batch.require("ops");
    } else if (items != null && items.isEmpty() && !errors.has("/ops")) {
      batch.<Void>wrong("ops", "must have one at least");
    }
    List<BatchItem> ops = new ArrayList<>();
    for (JsonFields item : items == null ? List.<JsonFields>of() : items) {
      ops.add(item(item));
      if (item.errors().has(item.pointerTo("opId"))) {
        errors.addAll(item.errors());
      }
    }
    errors.throwIfAny();
    return ops;
  }

  private static BatchItem item(JsonFields fields) {
    BatchOp op = op(fields);
    return fields
        .errors()
        .problem()
        .<BatchItem>map(refused -> new Misshapen(op.opId, refused.problem()))
        .orElse(op);
  }

  private static BatchOp op(JsonFields item) {
    item.require("opId");
    item.require("kind");
    UUID opId = item.parsed("opId", text -> Ids.parse(text).orElseThrow(), "must be a UUID");
    Kind kind = item.choice("kind", Kind.class);
    UUID taskId = item.parsed("taskId", text -> Ids.parse(text).orElseThrow(), "must be a UUID");
    BatchOp op =
        new BatchOp(
            requireNonNullElseGet(opId, () -> new UUID(0, 0)),
            requireNonNullElseGet(kind, () -> Kind.CREATE),
            taskId,
            requireNonNullElseGet(item.tree("fields"), EventJson.MAPPER::createObjectNode),
            item.parsed("at", HappenedAt::parse, HappenedAt.FORM),
            item.choice("scope", Scope.class),
            item.choice("next", NextChoice.class));
    if (kind != null) {
      op.requireWhatItsKindHas(item);
    }
    return op;
  }

  private void requireWhatItsKindHas(JsonFields item) {
    Set<String> known = requireNonNull(DETAILS.get(kind));
    for (String detail : List.of("fields", "scope", "next")) {
      if (item.has(detail) && !known.contains(detail)) {
        item.<Void>wrong(detail, "says nothing here");
      }
    }
    if (kind != Kind.CREATE) {
      item.require("taskId");
    } else if (taskId != null && !CLIENT_MADE.contains(taskId.version())) {
      item.<Void>wrong("taskId", "must be a UUID of version 4 or 7, if the client makes it");
    }
  }

  @Override
  public boolean standsAlone() {
    return kind == Kind.CREATE || (kind == Kind.EDIT && scope == null);
  }

  /** The task that is meant; of a create only if the client has made its id. */
  UUID target() {
    return requireNonNull(taskId);
  }

  byte[] fingerprint() {
    return Sha256.of(EventJson.write(this));
  }
}
