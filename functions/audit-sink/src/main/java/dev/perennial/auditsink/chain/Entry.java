package dev.perennial.auditsink.chain;

import dev.perennial.events.ChainHead;
import dev.perennial.events.EventJson;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One event in a chain. Its hash is SHA-256 over the 32 bytes of the previous hash and the
 * canonical JSON (RFC 8785) of everything in {@link #header} and of the encrypted payload, so the
 * hash can be checked without the key.
 *
 * @param number its place in the chain, from 1
 * @param receivedAt when it was stored, by the clock of audit-sink; never before the entry before
 *     it
 * @param keyId the key that encrypted the payload
 * @param payload encrypted
 * @param previousHash in hexadecimal
 * @param hash in hexadecimal
 */
public record Entry(
    EventMetadata metadata,
    long number,
    Instant receivedAt,
    UUID keyId,
    byte[] payload,
    String previousHash,
    String hash) {

  private static final String NOTHING = "00".repeat(32);

  /** The head that the first entry of a chain follows: number 0 and a hash of zeros. */
  public static ChainHead beforeFirst(String owner) {
    return new ChainHead(owner, 0, NOTHING);
  }

  /**
   * Reads the JSON of {@link #stored}.
   *
   * @throws dev.perennial.events.WrongPayload if it is anything else
   */
  public static Entry read(byte[] stored) {
    return EventJson.read(stored, Stored.class).entry(EventJson.read(stored, EventMetadata.class));
  }

  /** Creates the entry that follows this head. */
  public static Entry after(
      ChainHead head, EventMetadata metadata, Instant receivedAt, SealingKey key, byte[] payload) {
    CanonicalEntry canonical = CanonicalEntry.of(metadata, head.number() + 1, receivedAt, key.id());
    byte[] sealed = key.seal(payload, canonical.boundTo(head.hash()));
    return new Entry(
        metadata,
        head.number() + 1,
        receivedAt,
        key.id(),
        sealed,
        head.hash(),
        canonical.hash(head.hash(), sealed));
  }

  public ChainHead head() {
    return new ChainHead(metadata.owner(), number, hash);
  }

  /**
   * The part of this entry that {@link ChainCheck} compares, which is small.
   *
   * @param key the key of the owner; null if it is unknown
   */
  public Link link(@Nullable SealingKey key) {
    return new Link(head(), previousHash, isWhole(), key == null || isSealedBy(key));
  }

  /** Whether the hash matches the content. */
  public boolean isWhole() {
    return hash.equals(canonical().hash(previousHash, payload));
  }

  /**
   * Decrypts the payload. It is bound to this entry and decrypts in no other.
   *
   * @throws SealBroken if the key did not encrypt this payload for this entry
   */
  public byte[] open(SealingKey key) {
    return key.open(payload, canonical().boundTo(previousHash));
  }

  /** Whether this key encrypted the payload for this entry. */
  public boolean isSealedBy(SealingKey key) {
    try {
      open(key);
      return true;
    } catch (SealBroken broken) {
      return false;
    }
  }

  /** The stored form: everything that the hash covers, the previous hash and the hash. */
  public ObjectNode stored() {
    return header()
        .put("payload", Base64.getEncoder().encodeToString(payload))
        .put("previousHash", previousHash)
        .put("hash", hash);
  }

  /** Everything but the payload and the hashes. */
  public ObjectNode header() {
    ObjectNode header = EventJson.MAPPER.valueToTree(metadata);
    return header
        .put("number", number)
        .put("receivedAt", receivedAt.toString())
        .put("keyId", keyId.toString());
  }

  private CanonicalEntry canonical() {
    return CanonicalEntry.of(metadata, number, receivedAt, keyId);
  }

  private record Stored(
      long number,
      Instant receivedAt,
      UUID keyId,
      byte[] payload,
      String previousHash,
      String hash) {

    Entry entry(EventMetadata metadata) {
      return new Entry(metadata, number, receivedAt, keyId, payload, previousHash, hash);
    }
  }
}
