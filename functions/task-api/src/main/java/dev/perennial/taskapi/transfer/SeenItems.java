package dev.perennial.taskapi.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.taskapi.transfer.format.ImportItem;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The tasks of an import by their source ids, of which two must not have the same. */
final class SeenItems {

  private final Map<String, Seen> byId = new HashMap<>();

  /**
   * @param content a digest of the item
   */
  private record Seen(int line, UUID content) {}

  /**
   * @throws ProblemException 400 if another item with the same id came before; not if the same item
   *     came before
   */
  void requireUnique(String id, ImportItem.Read item) {
    UUID content = UUID.nameUUIDFromBytes(item.json().toString().getBytes(UTF_8));
    Seen before = byId.putIfAbsent(id, new Seen(item.line(), content));
    if (before != null && !before.content().equals(content)) {
      throw ProblemException.invalid(
          "/id", "was there in line " + before.line() + " with another content");
    }
  }
}
