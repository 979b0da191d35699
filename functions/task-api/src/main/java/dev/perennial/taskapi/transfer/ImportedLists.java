package dev.perennial.taskapi.transfer;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.Ids;
import dev.perennial.api.request.JsonFields;
import dev.perennial.taskapi.list.ListCommands;
import dev.perennial.taskapi.transfer.ImportReport.Outcome;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.RefusedCommand;
import dev.perennial.tasks.list.Inbox;
import dev.perennial.tasks.list.ListResult;
import dev.perennial.tasks.list.TaskList;
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

/** Imports lists, and maps their source ids to the ids here. */
final class ImportedLists {

  private static final Set<String> LIST =
      Set.of(
          "kind", "id", "name", "owner", "inbox", "members", "version", "createdAt", "updatedAt");

  private static final int MAX_ID_LENGTH = 255;

  private final ListStore store;
  private final ImportedIds ids;
  private final Map<String, UUID> known = new HashMap<>();
  private final Set<UUID> created = new HashSet<>();

  ImportedLists(ListStore store, ImportedIds ids) {
    this.store = store;
    this.ids = ids;
  }

  /** An imported or existing list. */
  record ImportedList(UUID id, Outcome outcome) {}

  /**
   * Creates the list unless it exists. An imported inbox becomes the actor's inbox.
   *
   * @throws ProblemException 400 with all errors
   * @throws RefusedCommand if it was imported before and then deleted
   */
  ImportedList importList(ObjectNode json, Command command) {
    FieldErrors errors = new FieldErrors();
    JsonFields fields = JsonFields.of(json, errors, LIST);
    fields.require("id");
    fields.require("name");
    String source = fields.visibleText("id", MAX_ID_LENGTH);
    String name = fields.visibleText("name", ListCommands.MAX_NAME_LENGTH);
    errors.throwIfAny();
    ImportedList found =
        json.path("inbox").asBoolean(false)
            ? new ImportedList(inbox(command), Outcome.UNCHANGED)
            : importList(Objects.requireNonNull(source), Objects.requireNonNull(name), command);
    known.put(Objects.requireNonNull(source), found.id());
    return found;
  }

  /** Places the inbox after the lists before it, unless the actor has other lists already. */
  private UUID inbox(Command command) {
    UUID inbox = Inbox.idFor(command.actor());
    if (!created.isEmpty()
        && store.all(command.actor(), command.at()).stream()
            .allMatch(list -> list.inbox() || created.contains(list.id()))) {
      store.change(
          command.actor(),
          inbox,
          list -> ListResult.unchanged(list, command).placedAt(created.size()));
    }
    return inbox;
  }

  private ImportedList importList(String source, String name, Command command) {
    Optional<UUID> existing = existing(source, command);
    if (existing.isPresent()) {
      return new ImportedList(existing.get(), Outcome.UNCHANGED);
    }
    UUID id = ids.list(source);
    try {
      store.create(TaskList.create(id, name, command));
      created.add(id);
      return new ImportedList(id, Outcome.CREATED);
    } catch (RefusedCommand refused) {
      if (refused.reason() == RefusedCommand.Reason.ID_TAKEN && exists(id, command)) {
        return new ImportedList(id, Outcome.UNCHANGED);
      }
      throw refused;
    }
  }

  /**
   * The list of a task.
   *
   * @param source its id in the import; null for the inbox
   * @throws ProblemException 400 if it neither exists nor was imported
   */
  UUID of(@Nullable String source, Command command) {
    if (source == null) {
      return Inbox.idFor(command.actor());
    }
    UUID list = known.get(source);
    if (list == null) {
      list =
          existing(source, command)
              .orElseThrow(
                  () ->
                      ProblemException.invalid(
                          "/listId", "must be an existing list, or one on an earlier line"));
      known.put(source, list);
    }
    return list;
  }

  /** The id of the list, also if it neither exists nor was imported: it is no other list's then. */
  UUID idOf(String source, Command command) {
    UUID list = known.get(source);
    return list == null ? existing(source, command).orElseGet(() -> ids.list(source)) : list;
  }

  boolean isMember(String user, UUID list, Command command) {
    return store.find(command.actor(), list, command.at()).stream()
        .anyMatch(found -> found.users().contains(user));
  }

  private Optional<UUID> existing(String source, Command command) {
    return Ids.parse(source)
        .filter(id -> exists(id, command))
        .or(() -> Optional.of(ids.list(source)).filter(id -> exists(id, command)));
  }

  private boolean exists(UUID id, Command command) {
    return store.find(command.actor(), id, command.at()).isPresent();
  }
}
