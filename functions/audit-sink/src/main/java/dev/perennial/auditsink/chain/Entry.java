package dev.perennial.auditsink.chain;

import dev.perennial.events.ChainHead;
import dev.perennial.events.EventJson;
import dev.perennial.runtime.Sha256;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * One event in a chain. Its hash is SHA-256 over the 32 bytes of the hash before it, then the
 * canonical JSON (RFC 8785) of everything that {@link #header} says and of the payload as it is
 * stored: a payload whose key is gone still has its hash.
 *
 * @param number its place in the chain, from 1
 * @param receivedAt when it was entered, by the clock of audit-sink; never before the entry before
 * @param keyId by which key the payload is sealed
 * @param payload sealed
 * @param previousHash in hexadecimal
 * @param hash in hexadecimal
 */
public record Entry(
    Facts facts,
    long number,
    Instant receivedAt,
    UUID keyId,
    byte[] payload,
    String previousHash,
    String hash) {

  private static final String NOTHING = "00".repeat(32);

  /** What the first entry of a chain comes after. */
  public static ChainHead beforeFirst(String owner) {
    return new ChainHead(owner, 0, NOTHING);
  }

  /**
   * The entry as {@link #stored} has it.
   *
   * @throws dev.perennial.events.WrongPayload if it is anything else
   */
  public static Entry read(byte[] stored) {
    return EventJson.read(stored, Stored.class).entry(EventJson.read(stored, Facts.class));
  }

  /** What comes after this head. */
  public static Entry after(
      ChainHead head, Facts facts, Instant receivedAt, Key key, byte[] payload) {
    var header = header(facts, head.number() + 1, receivedAt, key.id());
    var sealed = key.seal(payload, bound(head.hash(), header));
    return new Entry(
        facts,
        head.number() + 1,
        receivedAt,
        key.id(),
        sealed,
        head.hash(),
        hash(head.hash(), header, sealed));
  }

  public ChainHead head() {
    return new ChainHead(facts.owner(), number, hash);
  }

  /** Whether its hash is that of what it holds. */
  public boolean isWhole() {
    return hash.equals(hash(previousHash, header(), payload));
  }

  /**
   * The payload, which only opens in the very entry that it was sealed for.
   *
   * @throws SealBroken if the key did not seal this, for this entry
   */
  public byte[] open(Key key) {
    return key.open(payload, bound(previousHash, header()));
  }

  /** Whether this key sealed the payload, for this very entry. */
  public boolean isSealedBy(Key key) {
    try {
      open(key);
      return true;
    } catch (SealBroken broken) {
      return false;
    }
  }

  /** The entry as it is stored: all that the hash is over, the hash before it and its own. */
  public ObjectNode stored() {
    return withPayload(header(), payload).put("previousHash", previousHash).put("hash", hash);
  }

  /** Everything but the payload and the hashes, in JSON. */
  public ObjectNode header() {
    return header(facts, number, receivedAt, keyId);
  }

  private static ObjectNode header(Facts facts, long number, Instant receivedAt, UUID keyId) {
    ObjectNode header = EventJson.MAPPER.valueToTree(facts);
    return header
        .put("number", number)
        .put("receivedAt", receivedAt.toString())
        .put("keyId", keyId.toString());
  }

  private static ObjectNode withPayload(ObjectNode header, byte[] payload) {
    return header.deepCopy().put("payload", Base64.getEncoder().encodeToString(payload));
  }

  private static String hash(String previous, ObjectNode header, byte[] payload) {
    return HexFormat.of().formatHex(Sha256.of(bound(previous, withPayload(header, payload))));
  }

  private static byte[] bound(String previous, ObjectNode json) {
    var before = HexFormat.of().parseHex(previous);
    var canonical = CanonicalJson.of(json);
    var all = new byte[before.length + canonical.length];
    System.arraycopy(before, 0, all, 0, before.length);
    System.arraycopy(canonical, 0, all, before.length, canonical.length);
    return all;
  }

  private record Stored(
      long number,
      Instant receivedAt,
      UUID keyId,
      byte[] payload,
      String previousHash,
      String hash) {

    Entry entry(Facts facts) {
      return new Entry(facts, number, receivedAt, keyId, payload, previousHash, hash);
    }
  }
}
