package dev.perennial.taskapi.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.request.Ids;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Derives ids from the source ids of an import and from the user, so that a second import finds
 * what the first has created. A task that exists under its source id keeps that id.
 */
final class ImportedIds {

  private final String user;
  private final Predicate<UUID> taskExists;

  /**
   * @param taskExists whether the user sees a task with this id
   */
  ImportedIds(String user, Predicate<UUID> taskExists) {
    this.user = user;
    this.taskExists = taskExists;
  }

  UUID task(String source) {
    return Ids.parse(source).filter(taskExists).orElseGet(() -> derived("task", source));
  }

  UUID list(String source) {
    return derived("list", source);
  }

  UUID series(String source) {
    return derived("series", source);
  }

  private UUID derived(String kind, String source) {
    String id = Ids.parse(source).map(UUID::toString).orElse(source);
    return UUID.nameUUIDFromBytes((prefix() + "/" + kind + "/" + id).getBytes(UTF_8));
  }

  /**
   * Differs between any two users. A user id with a slash is preceded by its length: otherwise it
   * could end anywhere in the name, and the name would also be one of another user.
   */
  private String prefix() {
    return user.contains("/") ? "import-of/" + user.length() + "/" + user : "import/" + user;
  }
}
