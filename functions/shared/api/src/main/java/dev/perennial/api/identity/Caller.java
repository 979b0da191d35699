package dev.perennial.api.identity;

import java.time.Instant;

/**
 * An authenticated user.
 *
 * @param until when the credential is no longer accepted; a longer response ends then
 */
public record Caller(String user, Instant until) {}
