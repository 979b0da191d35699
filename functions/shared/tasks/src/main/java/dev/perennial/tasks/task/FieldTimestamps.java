package dev.perennial.tasks.task;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * When each field was last written, by the clock of the device that wrote it. A field without a
 * timestamp has not been written since the task was created, and any write of it wins.
 */
public record FieldTimestamps(Map<Field, Instant> lastAt) {

  public static final FieldTimestamps NONE = new FieldTimestamps(Map.of());

  public FieldTimestamps {
    lastAt = Map.copyOf(lastAt);
  }

  /** Those of the fields that were written later than this instant. */
  public Set<Field> laterThan(Instant instant, Collection<Field> fields) {
    return fields.stream()
        .filter(field -> lastAt.getOrDefault(field, Instant.MIN).isAfter(instant))
        .collect(Collectors.toUnmodifiableSet());
  }

  FieldTimestamps plus(Collection<Field> fields, Instant instant) {
    Map<Field, Instant> all = new EnumMap<>(Field.class);
    all.putAll(lastAt);
    fields.forEach(field -> all.put(field, instant));
    return new FieldTimestamps(all);
  }
}
