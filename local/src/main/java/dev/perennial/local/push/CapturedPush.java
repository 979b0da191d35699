package dev.perennial.local.push;

import tools.jackson.databind.JsonNode;

/**
 * A push as it came.
 *
 * @param token of the device it is for
 */
record CapturedPush(String receivedAt, String token, JsonNode message) {}
