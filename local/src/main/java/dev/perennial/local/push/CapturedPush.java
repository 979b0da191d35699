package dev.perennial.local.push;

import tools.jackson.databind.JsonNode;

/**
 * A captured push.
 *
 * @param token of the device
 */
record CapturedPush(String receivedAt, String token, JsonNode message) {}
