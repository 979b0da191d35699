package dev.perennial.events;

/**
 * The payload of {@code audit.checkpoint}.
 *
 * @param keyId the id of the published key that verifies the signature
 * @param signature Ed25519 over the canonical JSON (RFC 8785) of the checkpoint, in Base64
 */
public record CheckpointEvent(Checkpoint checkpoint, String keyId, String signature) {

  public CheckpointEvent {
    Required.present("checkpoint", checkpoint);
    Required.present("keyId", keyId);
    Required.present("signature", signature);
  }
}
