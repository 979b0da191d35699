package dev.perennial.taskapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.request.Ids;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What is brought along has an id here that follows from the one it had and from who brings it: a
 * second import finds what the first has made. What is here under its own id keeps that.
 */
final class SourceIds {

  private final String user;
  private final Predicate<UUID> isTaskHere;

  /**
   * @param isTaskHere whether the user sees a task of this id
   */
  SourceIds(String user, Predicate<UUID> isTaskHere) {
    this.user = user;
    this.isTaskHere = isTaskHere;
  }

  UUID task(String source) {
    return Ids.parse(source).filter(isTaskHere).orElseGet(() -> derived("task", source));
  }

  UUID list(String source) {
    return derived("list", source);
  }

  UUID series(String source) {
    return derived("series", source);
  }

  private UUID derived(String kind, String source) {
    String id = Ids.parse(source).map(UUID::toString).orElse(source);
    return UUID.nameUUIDFromBytes(("import/" + user + "/" + kind + "/" + id).getBytes(UTF_8));
  }
}
