package dev.perennial.tasks;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * When each field was last written, by the clock of who wrote it. A field that was never written
 * since the task was made is free to whoever writes it.
 */
public record Writes(Map<Field, Instant> lastAt) {

  public static final Writes NONE = new Writes(Map.of());

  public Writes {
    lastAt = Map.copyOf(lastAt);
  }

  /** Those of the fields that somebody has written later than this moment. */
  Set<Field> laterThan(Instant moment, Collection<Field> fields) {
    return fields.stream()
        .filter(field -> lastAt.getOrDefault(field, Instant.MIN).isAfter(moment))
        .collect(Collectors.toUnmodifiableSet());
  }

  Writes plus(Collection<Field> fields, Instant moment) {
    Map<Field, Instant> all = new EnumMap<>(Field.class);
    all.putAll(lastAt);
    fields.forEach(field -> all.put(field, moment));
    return new Writes(all);
  }
}
