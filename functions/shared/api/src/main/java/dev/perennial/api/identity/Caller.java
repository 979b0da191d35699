package dev.perennial.api.identity;

import java.time.Instant;

/**
 * Somebody who may ask.
 *
 * @param until when what they showed is not accepted any more; what goes on for longer ends then
 */
public record Caller(String user, Instant until) {}
