package dev.perennial.taskapi;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.Ids;
import dev.perennial.api.request.JsonFields;
import dev.perennial.taskapi.ImportReport.Outcome;
import dev.perennial.tasks.Act;
import dev.perennial.tasks.Inbox;
import dev.perennial.tasks.ListOutcome;
import dev.perennial.tasks.RefusedAct;
import dev.perennial.tasks.TaskList;
import dev.perennial.tasks.store.ListStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Which list here stands for which list that is brought along. */
final class ImportedLists {

  private static final Set<String> LIST =
      Set.of(
          "kind", "id", "name", "owner", "inbox", "members", "version", "createdAt", "updatedAt");

  private static final int ID = 255;

  private final ListStore store;
  private final SourceIds ids;
  private final Map<String, UUID> known = new HashMap<>();
  private final Set<UUID> made = new HashSet<>();

  ImportedLists(ListStore store, SourceIds ids) {
    this.store = store;
    this.ids = ids;
  }

  /** A list, and whether it was there before. */
  record Found(UUID id, Outcome outcome) {}

  /**
   * The list is made unless it is here; somebody's inbox becomes the actor's own.
   *
   * @throws ProblemException 400 with everything that is wrong
   * @throws RefusedAct if it was brought in before, and is deleted
   */
  Found bringIn(ObjectNode json, Act act) {
    FieldErrors errors = new FieldErrors();
    JsonFields fields = JsonFields.of(json, errors, LIST);
    fields.require("id");
    fields.require("name");
    String source = fields.visibleText("id", ID);
    String name = fields.visibleText("name", ListEndpoints.NAME);
    errors.throwIfAny();
    Found found =
        json.path("inbox").asBoolean(false)
            ? new Found(inbox(act), Outcome.UNCHANGED)
            : bringIn(Objects.requireNonNull(source), Objects.requireNonNull(name), act);
    known.put(Objects.requireNonNull(source), found.id());
    return found;
  }

  /** After the lists that came before it, unless the actor has an order of their own here. */
  private UUID inbox(Act act) {
    UUID inbox = Inbox.idFor(act.actor());
    if (!made.isEmpty()
        && store.all(act.actor(), act.at()).stream()
            .allMatch(list -> list.inbox() || made.contains(list.id()))) {
      store.change(
          act.actor(), inbox, list -> ListOutcome.unchanged(list, act).placedAt(made.size()));
    }
    return inbox;
  }

  private Found bringIn(String source, String name, Act act) {
    Optional<UUID> here = here(source, act);
    if (here.isPresent()) {
      return new Found(here.get(), Outcome.UNCHANGED);
    }
    UUID id = ids.list(source);
    try {
      store.create(TaskList.create(id, name, act));
      made.add(id);
      return new Found(id, Outcome.CREATED);
    } catch (RefusedAct refused) {
      if (refused.reason() == RefusedAct.Reason.ID_TAKEN && isHere(id, act)) {
        return new Found(id, Outcome.UNCHANGED);
      }
      throw refused;
    }
  }

  /**
   * The list of a task.
   *
   * @param source null for the inbox
   * @throws ProblemException 400 if it is neither here nor was brought along
   */
  UUID of(@Nullable String source, Act act) {
    if (source == null) {
      return Inbox.idFor(act.actor());
    }
    UUID list = known.get(source);
    if (list == null) {
      list =
          here(source, act)
              .orElseThrow(
                  () ->
                      ProblemException.invalid(
                          "/listId", "must be a list that is here, or comes on a line before"));
      known.put(source, list);
    }
    return list;
  }

  private Optional<UUID> here(String source, Act act) {
    return Ids.parse(source)
        .filter(id -> isHere(id, act))
        .or(() -> Optional.of(ids.list(source)).filter(id -> isHere(id, act)));
  }

  private boolean isHere(UUID id, Act act) {
    return store.find(act.actor(), id, act.at()).isPresent();
  }
}
