package dev.perennial.taskapi.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.problem.ExceptionMapping;
import dev.perennial.api.problem.Problem;
import dev.perennial.api.problem.Problem.FieldError;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.Ids;
import dev.perennial.events.Client;
import dev.perennial.runtime.database.DatabaseFault;
import dev.perennial.taskapi.profile.ProfileFields;
import dev.perennial.taskapi.request.Refusals;
import dev.perennial.taskapi.transfer.ImportReport.Outcome;
import dev.perennial.taskapi.transfer.ImportReport.Result;
import dev.perennial.taskapi.transfer.format.ImportItem;
import dev.perennial.taskapi.transfer.format.LeftOut;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.RefusedCommand;
import dev.perennial.tasks.edit.ImportedTask;
import dev.perennial.tasks.profile.Profile;
import dev.perennial.tasks.store.ListStore;
import dev.perennial.tasks.store.TaskStore;
import dev.perennial.tasks.store.profile.ProfileStore;
import dev.perennial.tasks.task.Task;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Imports items one after the other, each in a transaction of its own. An item that fails does not
 * stop the others, and existing lists and tasks stay as they are.
 */
final class Import {

  private static final int MAX_ID_LENGTH = 255;
  private static final int FIRST_SERVER_ERROR = 500;

  private final String user;
  private final Client client;
  private final InstantSource clock;
  private final TaskStore tasks;
  private final ProfileStore profiles;
  private final ImportedIds ids;
  private final ImportedLists lists;
  private final ZoneId zone;
  private final SeenItems seen = new SeenItems();

  /** The user's id in the system that the import comes from; null if it is not known. */
  private @Nullable String sourceUser;

  private boolean hasServerError;

  Import(
      String user,
      Client client,
      InstantSource clock,
      TaskStore tasks,
      ListStore lists,
      ProfileStore profiles) {
    this.user = user;
    this.client = client;
    this.clock = clock;
    this.tasks = tasks;
    this.profiles = profiles;
    this.ids = new ImportedIds(user, id -> tasks.find(user, id).isPresent());
    this.lists = new ImportedLists(lists, ids);
    this.zone = profiles.find(user).map(Profile::zone).orElse(ZoneOffset.UTC);
  }

  Result importItem(ImportItem item) {
    return switch (item) {
      case ImportItem.Broken broken -> Result.failed(broken.line(), broken.kind(), broken.errors());
      case ImportItem.Read read -> importItem(read);
    };
  }

  private Result importItem(ImportItem.Read item) {
    String kind = item.json().path("kind").asString("");
    try {
      return switch (kind) {
        case "profile" -> profile(item);
        case "list" -> list(item);
        case "task" -> task(item);
        default ->
            Result.failed(
                item.line(),
                null,
                List.of(new FieldError("/kind", "must be one of profile, list, task")));
      };
    } catch (RefusedCommand refused) {
      return failed(item, kind, Refusals.problem(refused).problem());
    } catch (RuntimeException fault) {
      if (DatabaseFault.isUnreachable(fault)) {
        // The others would fail too, each after the same timeout.
        throw fault;
      }
      return failed(item, kind, ExceptionMapping.problem(fault).problem());
    }
  }

  /** Whether an item failed by a server error, so that a retry may succeed. */
  boolean hasServerError() {
    return hasServerError;
  }

  private Result failed(ImportItem item, String kind, Problem problem) {
    hasServerError |= problem.status() >= FIRST_SERVER_ERROR;
    return Result.failed(
        item.line(),
        kind,
        problem.errors().isEmpty()
            ? List.of(new FieldError("", problem.detail()))
            : problem.errors());
  }

  private Result profile(ImportItem.Read item) {
    sourceUser = item.json().path("userId").asString("");
    Command command = command();
    long before = profiles.get(user, command.at()).version();
    Profile after =
        profiles.change(
            command, own -> own.with(ProfileFields.completed(own, item.json()), command));
    return Result.of(
        item.line(),
        "profile",
        null,
        after.version() == before ? Outcome.UNCHANGED : Outcome.CREATED);
  }

  private Result list(ImportItem.Read item) {
    ImportedLists.ImportedList found = lists.importList(item.json(), command());
    return Result.of(item.line(), "list", found.id(), found.outcome());
  }

  private Result task(ImportItem.Read item) {
    Command command = command();
    ObjectNode json = item.json();
    String source = sourceId(json);
    String sourceList = json.path("listId").stringValue(null);
    seen.requireUnique(source, item);
    Optional<Task> itself = Ids.parse(source).flatMap(id -> tasks.find(user, id));
    if (itself.isPresent()) {
      return unchanged(item, sourceList, itself.get(), command);
    }
    json.put("id", source);
    json.put("listId", list(item, command).toString());
    if (sourceUser != null && sourceUser.equals(text(json, "assignee"))) {
      json.put("assignee", user);
    }
    UUID id = ids.task(source);
    Optional<Task> existing = tasks.find(user, id);
    if (existing.isPresent()) {
      return unchanged(item, sourceList, existing.get(), command);
    }
    LeftOut without = item.without() == null ? new LeftOut() : item.without();
    Outcome outcome = create(id, fields(item, without, command), without, command);
    return Result.ofTask(
        item.line(), id, outcome, outcome == Outcome.CREATED ? without : new LeftOut());
  }

  /** The list of a task; the inbox if it is not known and the task need not be valid as a whole. */
  private UUID list(ImportItem.Read item, Command command) {
    try {
      return lists.of(text(item.json(), "listId"), command);
    } catch (ProblemException unknown) {
      if (item.without() == null) {
        throw unknown;
      }
      item.without().add("listId", "is not known; the task is in the inbox");
      return lists.of(null, command);
    }
  }

  private ImportedTask fields(ImportItem.Read item, LeftOut without, Command command) {
    Supplier<ImportedTask> read =
        () -> ImportedTaskFields.read(item.json(), ids, command, zone, without);
    return item.without() == null ? read.get() : LenientTask.read(item.json(), without, read);
  }

  private Result unchanged(
      ImportItem.Read item, @Nullable String sourceList, Task existing, Command command) {
    UUID list = sourceList == null ? existing.content().listId() : lists.idOf(sourceList, command);
    item.json().put("id", existing.id().toString());
    item.json().put("listId", list.toString());
    Differences.setAssignee(
        item.json(),
        existing.content(),
        assignee -> lists.isMember(assignee, existing.content().listId(), command));
    LeftOut differences = new LeftOut();
    try {
      differences = Differences.of(fields(item, new LeftOut(), command), existing);
    } catch (ProblemException invalid) {
      differences.add("", String.valueOf(invalid.problem().detail()));
    }
    return Result.ofTask(item.line(), existing.id(), Outcome.UNCHANGED, differences);
  }

  /** The id of the item; without one it is derived from the whole item. */
  private static String sourceId(ObjectNode json) {
    String id = text(json, "id");
    if (id != null && (id.isBlank() || id.length() > MAX_ID_LENGTH)) {
      throw ProblemException.invalid(
          "/id", "must be text of 1 to " + MAX_ID_LENGTH + " characters");
    }
    return id == null ? UUID.nameUUIDFromBytes(json.toString().getBytes(UTF_8)).toString() : id;
  }

  private static @Nullable String text(ObjectNode json, String name) {
    JsonNode value = json.get(name);
    if (value != null && !value.isNull() && !value.isString()) {
      throw ProblemException.invalid("/" + name, "must be text");
    }
    return value == null || value.isNull() ? null : value.stringValue();
  }

  private Outcome create(UUID id, ImportedTask task, LeftOut without, Command command) {
    try {
      tasks.create(task.create(id, command));
      return Outcome.CREATED;
    } catch (RefusedCommand refused) {
      return switch (refused.reason()) {
        case NO_SUCH_MEMBER -> {
          without.add("assignee", "is not a member of the list here; the task has no assignee");
          yield create(id, task.unassigned(), without, command);
        }
        case ID_TAKEN -> taken(id, task, without, command);
        default -> throw refused;
      };
    }
  }

  private Outcome taken(UUID id, ImportedTask task, LeftOut without, Command command) {
    if (tasks.find(user, id).isPresent()) {
      return Outcome.UNCHANGED;
    }
    if (task.previous() != null) {
      // The previous occurrence may already have a next one, which was deleted.
      return create(id, task.withoutPrevious(), without, command);
    }
    throw ProblemException.invalid(
        "/id", "was imported before and then deleted; use another id to import it again");
  }

  private Command command() {
    return Command.now(user, client, clock.instant());
  }
}
