package dev.perennial.api.identity;

import java.time.Instant;
import java.util.Map;

/**
 * A token whose signature and standard claims were verified.
 *
 * @param claims as they were sent
 * @param expires the claim {@code exp}
 */
record VerifiedToken(Map<String, Object> claims, Instant expires) {}
