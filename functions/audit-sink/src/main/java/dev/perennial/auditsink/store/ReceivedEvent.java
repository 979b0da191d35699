package dev.perennial.auditsink.store;

import dev.perennial.auditsink.chain.EventMetadata;

/**
 * An event to be appended.
 *
 * @param payload unchanged, in clear text
 */
public record ReceivedEvent(EventMetadata metadata, byte[] payload) {}
