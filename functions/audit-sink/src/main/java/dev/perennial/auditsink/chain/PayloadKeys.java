package dev.perennial.auditsink.chain;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The keys that encrypt the keys of people. The current one encrypts; the others only decrypt what
 * they encrypted before a rotation, or what another instance encrypts during it.
 */
public record PayloadKeys(SealingKey current, List<SealingKey> others) {

  public PayloadKeys {
    others = List.copyOf(others);
  }

  /**
   * Decrypts the key of a person with the key that encrypted it.
   *
   * @throws PayloadKeyMissing if none of these keys did
   */
  public SealingKey open(UUID id, String owner, byte[] sealed) {
    return Stream.concat(Stream.of(current), others.stream())
        .flatMap(key -> opened(key, id, owner, sealed).stream())
        .findFirst()
        .orElseThrow(() -> new PayloadKeyMissing(id));
  }

  private static Optional<SealingKey> opened(SealingKey key, UUID id, String owner, byte[] sealed) {
    try {
      return Optional.of(SealingKey.openedBy(key, id, owner, sealed));
    } catch (SealBroken byAnother) {
      return Optional.empty();
    }
  }
}
