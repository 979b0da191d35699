package dev.perennial.taskapi.list;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.Ids;
import dev.perennial.api.request.JsonFields;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.list.ListResult;
import dev.perennial.tasks.list.TaskList;
import dev.perennial.tasks.store.ListStore;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The commands on lists that single requests and batches share. Each is one transaction. */
public final class ListCommands {

  public static final int MAX_NAME_LENGTH = 200;

  private static final String ID = "id";
  private static final String NAME = "name";
  private static final String POSITION = "position";

  /**
   * The list of a command.
   *
   * @param requirement throws if the list's current state does not meet the request's conditions
   */
  public record Target(UUID id, Consumer<TaskList> requirement) {

    public static Target any(UUID id) {
      return new Target(id, _ -> {});
    }
  }

  private final ListStore store;

  public ListCommands(ListStore store) {
    this.store = store;
  }

  /** Creates a list whose id may be among the fields. */
  TaskList create(JsonNode body, Command command) {
    JsonFields fields = JsonFields.of(body, new FieldErrors(), Set.of(ID, NAME));
    UUID id =
        fields.parsed(ID, text -> Ids.parseClientId(text).orElseThrow(), Ids.INVALID_CLIENT_ID);
    return create(id, fields, command);
  }

  /**
   * @param id null if the client has not chosen one
   */
  public TaskList create(@Nullable UUID id, JsonNode body, Command command) {
    return create(id, JsonFields.of(body, new FieldErrors(), Set.of(NAME)), command);
  }

  private TaskList create(@Nullable UUID id, JsonFields fields, Command command) {
    fields.require(NAME);
    String name = fields.visibleText(NAME, MAX_NAME_LENGTH);
    fields.errors().throwIfAny();
    ListResult created =
        TaskList.create(
            Objects.requireNonNullElseGet(id, UUID::randomUUID),
            Objects.requireNonNull(name),
            command);
    store.create(created);
    return created.list();
  }

  public TaskList edit(Target target, JsonNode patch, Command command) {
    JsonFields fields = JsonFields.of(patch, new FieldErrors(), Set.of(NAME, POSITION));
    if (fields.names(NAME)) {
      fields.require(NAME);
    }
    String name = fields.visibleText(NAME, MAX_NAME_LENGTH);
    Integer position = fields.integer(POSITION, 0, Integer.MAX_VALUE);
    fields.errors().throwIfAny();
    return change(
        target,
        command,
        list -> {
          ListResult edited =
              name == null ? ListResult.unchanged(list, command) : list.rename(name, command);
          return position == null ? edited : edited.placedAt(position);
        });
  }

  public void delete(Target target, Command command) {
    change(target, command, list -> list.delete(command));
  }

  private TaskList change(Target target, Command command, Function<TaskList, ListResult> change) {
    return store
        .change(
            command.actor(),
            target.id(),
            list -> {
              target.requirement().accept(list);
              return change.apply(list);
            })
        .orElseThrow(ListCommands::noSuchList);
  }

  static ProblemException noSuchList() {
    return ProblemException.notFound("you have no such list");
  }
}
