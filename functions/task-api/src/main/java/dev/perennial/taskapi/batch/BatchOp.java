package dev.perennial.taskapi.batch;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElseGet;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.Ids;
import dev.perennial.api.request.JsonFields;
import dev.perennial.events.EventJson;
import dev.perennial.runtime.Sha256;
import dev.perennial.taskapi.fields.TimeFields;
import dev.perennial.tasks.edit.NextChoice;
import dev.perennial.tasks.edit.Scope;
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
 * @param taskId for a create, the id that the client chose for the task, or null
 * @param fields that a create or an edit writes
 * @param listId of an operation on a list: the list, or for one that is created, the id that the
 *     client chose for it, or null. Absent from the fingerprints of operations on tasks
 * @param at when it happened, by the device's clock; null if not given
 * @param scope of an edit or a deletion
 * @param next of a reopening
 */
record BatchOp(
    UUID opId,
    Kind kind,
    @Nullable UUID taskId,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID listId,
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
    DELETE,
    RESTORE,
    CREATE_LIST,
    EDIT_LIST,
    DELETE_LIST;

    boolean isOfList() {
      return this == CREATE_LIST || this == EDIT_LIST || this == DELETE_LIST;
    }

    private boolean creates() {
      return this == CREATE || this == CREATE_LIST;
    }
  }

  /** Which members each kind may have in addition. */
  private static final Map<Kind, Set<String>> DETAILS =
      Map.of(
          Kind.CREATE, Set.of("fields"),
          Kind.EDIT, Set.of("fields", "scope"),
          Kind.COMPLETE, Set.of(),
          Kind.REOPEN, Set.of("next"),
          Kind.SKIP, Set.of(),
          Kind.DELETE, Set.of("scope"),
          Kind.RESTORE, Set.of(),
          Kind.CREATE_LIST, Set.of("fields"),
          Kind.EDIT_LIST, Set.of("fields"),
          Kind.DELETE_LIST, Set.of());

  private static final int MAX_OPS = 100;
  private static final Set<String> BATCH = Set.of("ops");
  private static final Set<String> OP =
      Set.of("opId", "kind", "taskId", "listId", "fields", "at", "scope", "next");

  /** Random and time-based UUIDs. A name-based one could collide with the id of an occurrence. */
  private static final Set<Integer> CLIENT_ID_VERSIONS = Set.of(4, 7);

  /**
   * Reads the items of a batch. An item with a valid opId but another error becomes {@link
   * Malformed}, so that the other items are executed.
   *
   * @throws dev.perennial.api.problem.ProblemException 400 with all errors, if the batch has no
   *     items or an item has no valid opId
   */
  static List<BatchItem> read(JsonNode body) {
    FieldErrors errors = new FieldErrors();
    JsonFields batch = JsonFields.of(body, errors, BATCH);
    List<JsonFields> items = batch.objectsApart("ops", MAX_OPS, OP);
    if (items == null && !errors.has("/ops")) {
      batch.require("ops");
    } else if (items != null && items.isEmpty() && !errors.has("/ops")) {
      batch.<Void>wrong("ops", "must not be empty");
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
        .<BatchItem>map(refused -> new Malformed(op.opId, refused.problem()))
        .orElse(op);
  }

  private static BatchOp op(JsonFields item) {
    item.require("opId");
    item.require("kind");
    UUID opId = item.parsed("opId", text -> Ids.parse(text).orElseThrow(), "must be a UUID");
    Kind kind = item.choice("kind", Kind.class);
    UUID taskId = item.parsed("taskId", text -> Ids.parse(text).orElseThrow(), "must be a UUID");
    UUID listId = item.parsed("listId", text -> Ids.parse(text).orElseThrow(), "must be a UUID");
    BatchOp op =
        new BatchOp(
            requireNonNullElseGet(opId, () -> new UUID(0, 0)),
            requireNonNullElseGet(kind, () -> Kind.CREATE),
            taskId,
            listId,
            requireNonNullElseGet(item.tree("fields"), EventJson.MAPPER::createObjectNode),
            TimeFields.happenedAt(item, "at"),
            item.choice("scope", Scope.class),
            item.choice("next", NextChoice.class));
    if (kind != null) {
      op.requireMembersOfKind(item);
    }
    return op;
  }

  private void requireMembersOfKind(JsonFields item) {
    Set<String> known = requireNonNull(DETAILS.get(kind));
    for (String detail : List.of("fields", "scope", "next")) {
      if (item.has(detail) && !known.contains(detail)) {
        item.<Void>wrong(detail, "is not allowed for this kind");
      }
    }
    String target = kind.isOfList() ? "listId" : "taskId";
    String other = kind.isOfList() ? "taskId" : "listId";
    if (item.has(other)) {
      item.<Void>wrong(other, "is not allowed for this kind, which takes " + target);
    }
    UUID id = kind.isOfList() ? listId : taskId;
    if (!kind.creates()) {
      item.require(target);
    } else if (id != null && !CLIENT_ID_VERSIONS.contains(id.version())) {
      item.<Void>wrong(target, "must be a UUID of version 4 or 7");
    }
  }

  @Override
  public boolean isIndependent() {
    return kind == Kind.CREATE || (kind == Kind.EDIT && scope == null);
  }

  /** The id of the task or the list; of a new one only if the client chose it. */
  UUID target() {
    return requireNonNull(kind.isOfList() ? listId : taskId);
  }

  byte[] fingerprint() {
    return Sha256.of(EventJson.write(this));
  }
}
