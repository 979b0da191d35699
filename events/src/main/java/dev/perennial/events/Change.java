package dev.perennial.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The value of a field before and after a command.
 *
 * @param lost the value that the command requested but a later write by another device had already
 *     replaced; null if nothing was lost
 */
public record Change(
    @Nullable Object from,
    @Nullable Object to,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Object lost) {

  public Change(@Nullable Object from, @Nullable Object to) {
    this(from, to, null);
  }
}
