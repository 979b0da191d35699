package dev.perennial.taskapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.problem.Faults;
import dev.perennial.api.problem.Problem;
import dev.perennial.api.problem.Problem.FieldError;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.Ids;
import dev.perennial.events.Client;
import dev.perennial.runtime.database.DatabaseFault;
import dev.perennial.taskapi.ImportReport.Outcome;
import dev.perennial.taskapi.ImportReport.Result;
import dev.perennial.taskapi.exchange.Item;
import dev.perennial.tasks.Act;
import dev.perennial.tasks.Profile;
import dev.perennial.tasks.RefusedAct;
import dev.perennial.tasks.Transfer;
import dev.perennial.tasks.store.ListStore;
import dev.perennial.tasks.store.ProfileStore;
import dev.perennial.tasks.store.TaskStore;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings in one thing after the other, each in a transaction of its own: one that fails stops no
 * other, and what is here already stays as it is.
 */
final class Import {

  private static final int ID = 255;
  private static final int FIRST_FAULT = 500;

  private final String user;
  private final Client client;
  private final InstantSource clock;
  private final TaskStore tasks;
  private final ProfileStore profiles;
  private final SourceIds ids;
  private final ImportedLists lists;
  private final ZoneId zone;

  /** Who they were where this comes from. */
  private @Nullable String formerly;

  private boolean hasFailedHere;

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
    this.ids = new SourceIds(user, id -> tasks.find(user, id).isPresent());
    this.lists = new ImportedLists(lists, ids);
    this.zone = profiles.find(user).map(Profile::zone).orElse(ZoneOffset.UTC);
  }

  Result bringIn(Item item) {
    return switch (item) {
      case Item.Broken broken -> Result.failed(broken.line(), broken.kind(), broken.errors());
      case Item.Read read -> bringIn(read);
    };
  }

  private Result bringIn(Item.Read item) {
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
    } catch (RefusedAct refused) {
      return failed(item, kind, Refusals.problem(refused).problem());
    } catch (RuntimeException fault) {
      if (DatabaseFault.isUnreachable(fault)) {
        // Nor can it be for the others: each would only wait as long.
        throw fault;
      }
      return failed(item, kind, Faults.problem(fault).problem());
    }
  }

  /** Whether something failed that may come in when it is tried again. */
  boolean hasFailedHere() {
    return hasFailedHere;
  }

  private Result failed(Item item, String kind, Problem problem) {
    hasFailedHere |= problem.status() >= FIRST_FAULT;
    return Result.failed(
        item.line(),
        kind,
        problem.errors().isEmpty()
            ? List.of(new FieldError("", problem.detail()))
            : problem.errors());
  }

  private Result profile(Item.Read item) {
    formerly = item.json().path("userId").asString("");
    Act act = act();
    long before = profiles.get(user, act.at()).version();
    Profile after =
        profiles.change(act, mine -> mine.tell(ProfileFields.completed(mine, item.json()), act));
    return new Result(
        item.line(),
        "profile",
        null,
        after.version() == before ? Outcome.UNCHANGED : Outcome.CREATED,
        null);
  }

  private Result list(Item.Read item) {
    ImportedLists.Found found = lists.bringIn(item.json(), act());
    return new Result(item.line(), "list", found.id(), found.outcome(), null);
  }

  private Result task(Item.Read item) {
    Act act = act();
    ObjectNode json = item.json();
    String source = sourceId(json);
    Optional<UUID> itself = Ids.parse(source).filter(id -> tasks.find(user, id).isPresent());
    if (itself.isPresent()) {
      return new Result(item.line(), "task", itself.get(), Outcome.UNCHANGED, null);
    }
    json.put("id", source);
    json.put("listId", lists.of(text(json, "listId"), act).toString());
    if (formerly != null && formerly.equals(text(json, "assignee"))) {
      json.put("assignee", user);
    }
    UUID id = ids.task(source);
    Outcome outcome = create(id, TransferFields.read(json, ids, act, zone), act);
    return new Result(item.line(), "task", id, outcome, null);
  }

  /** What has no id is known again by all that it says. */
  private static String sourceId(ObjectNode json) {
    String id = text(json, "id");
    if (id != null && (id.isBlank() || id.length() > ID)) {
      throw ProblemException.invalid("/id", "must be text of " + ID + " characters at most");
    }
    return id == null ? UUID.nameUUIDFromBytes(json.toString().getBytes(UTF_8)).toString() : id;
  }

  private static @Nullable String text(ObjectNode json, String name) {
    var value = json.get(name);
    if (value != null && !value.isNull() && !value.isString()) {
      throw ProblemException.invalid("/" + name, "must be text");
    }
    return value == null || value.isNull() ? null : value.stringValue();
  }

  private Outcome create(UUID id, Transfer transfer, Act act) {
    try {
      tasks.create(transfer.bringIn(id, act));
      return Outcome.CREATED;
    } catch (RefusedAct refused) {
      return switch (refused.reason()) {
        // Who was asked there may be nobody here.
        case NO_SUCH_MEMBER -> create(id, transfer.unassigned(), act);
        case ID_TAKEN -> taken(id, transfer, act);
        default -> throw refused;
      };
    }
  }

  private Outcome taken(UUID id, Transfer transfer, Act act) {
    if (tasks.find(user, id).isPresent()) {
      return Outcome.UNCHANGED;
    }
    if (transfer.previous() != null) {
      // It may be its place that is taken: what followed the one before it, and was deleted.
      return create(id, transfer.withoutPrevious(), act);
    }
    throw ProblemException.invalid(
        "/id", "was brought in before and is deleted; with another id it comes in anew");
  }

  private Act act() {
    return Act.now(user, client, clock.instant());
  }
}
