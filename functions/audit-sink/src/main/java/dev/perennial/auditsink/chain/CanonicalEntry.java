package dev.perennial.auditsink.chain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.runtime.Sha256;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The canonical JSON (RFC 8785) of everything in an entry but its payload and hashes, in two parts:
 * the member {@code payload} comes between them in what is hashed. Written directly, because a tree
 * that is sorted for each entry costs more than its hash.
 */
record CanonicalEntry(byte[] beforePayload, byte[] afterPayload) {

  private static final byte[] PAYLOAD = ",\"payload\":\"".getBytes(ISO_8859_1);
  private static final byte[] END_OF_PAYLOAD = {'"'};

  /** Up to this number every whole number is a double, and is printed without an exponent. */
  private static final long LARGEST_EXACT = 1L << 53;

  /**
   * @throws IllegalArgumentException if a text contains half of a surrogate pair
   */
  static CanonicalEntry of(EventMetadata metadata, long number, Instant receivedAt, UUID keyId) {
    // In the order of the names.
    var before = new StringBuilder();
    text("{\"actor\":", metadata.actor(), before);
    text(",\"eventId\":", metadata.eventId(), before);
    text(",\"keyId\":", keyId.toString(), before);
    text(",\"listId\":", metadata.listId(), before);
    before.append(",\"number\":").append(number(number));
    text(",\"owner\":", metadata.owner(), before);
    var after = new StringBuilder();
    texts(",\"readers\":", metadata.readers(), after);
    text(",\"receivedAt\":", receivedAt.toString(), after);
    text(",\"source\":", metadata.source(), after);
    text(",\"subject\":", metadata.subject(), after);
    texts(",\"taskIds\":", metadata.taskIds(), after);
    text(",\"time\":", metadata.time().toString(), after);
    text(",\"type\":", metadata.type(), after);
    after.append('}');
    return new CanonicalEntry(before.toString().getBytes(UTF_8), after.toString().getBytes(UTF_8));
  }

  /**
   * What the encrypted payload is bound to: the previous hash and this JSON.
   *
   * @param previousHash in hexadecimal
   */
  byte[] boundTo(String previousHash) {
    byte[] previous = HexFormat.of().parseHex(previousHash);
    var all = new byte[previous.length + beforePayload.length + afterPayload.length];
    System.arraycopy(previous, 0, all, 0, previous.length);
    System.arraycopy(beforePayload, 0, all, previous.length, beforePayload.length);
    System.arraycopy(
        afterPayload, 0, all, previous.length + beforePayload.length, afterPayload.length);
    return all;
  }

  /**
   * The hash of the entry with this encrypted payload, in hexadecimal.
   *
   * @param previousHash in hexadecimal
   */
  String hash(String previousHash, byte[] payload) {
    return HexFormat.of()
        .formatHex(
            Sha256.of(
                HexFormat.of().parseHex(previousHash),
                beforePayload,
                PAYLOAD,
                Base64.getEncoder().encode(payload),
                END_OF_PAYLOAD,
                afterPayload));
  }

  private static String number(long number) {
    return number >= 0 && number <= LARGEST_EXACT
        ? Long.toString(number)
        : EcmaScriptNumber.of(number);
  }

  private static void text(String name, @Nullable String value, StringBuilder to) {
    to.append(name);
    if (value == null) {
      to.append("null");
    } else {
      CanonicalJson.writeText(value, to);
    }
  }

  private static void texts(String name, List<String> values, StringBuilder to) {
    to.append(name).append('[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        to.append(',');
      }
      CanonicalJson.writeText(values.get(i), to);
    }
    to.append(']');
  }
}
