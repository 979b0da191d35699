package dev.perennial.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One field's value before and after an act.
 *
 * @param lost what the act wanted it to be, where a later write by another device had won already;
 *     null if nothing was lost
 */
public record Change(
    @Nullable Object from,
    @Nullable Object to,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Object lost) {

  public Change(@Nullable Object from, @Nullable Object to) {
    this(from, to, null);
  }
}
