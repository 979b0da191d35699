package dev.perennial.local.eventing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The schedule of a PingSource and its next tick.
 *
 * @param nextTick null if its schedule has none in the next five years
 */
public record PingStatus(
    String name, String schedule, String timezone, @Nullable Instant nextTick) {}
