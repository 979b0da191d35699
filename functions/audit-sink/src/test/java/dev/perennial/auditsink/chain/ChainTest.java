package dev.perennial.auditsink.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.perennial.events.ChainHead;
import dev.perennial.events.Checkpoint;
import dev.perennial.events.CheckpointEvent;
import dev.perennial.events.EventJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ChainTest {

  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00.123456Z");
  private static final SealingKey KEY = SealingKey.random();
  private static final int LENGTH = 12;
  private static final List<Entry> CHAIN = chain("ada");

  private static final List<String> FIELDS =
      List.of(
          "eventId",
          "source",
          "type",
          "subject",
          "time",
          "actor",
          "owner",
          "listId",
          "taskIds",
          "readers",
          "receivedAt",
          "keyId",
          "payload",
          "previousHash",
          "hash");

  @Test
  void an_unchanged_chain_has_no_flaw() {
    assertThat(firstBad(CHAIN)).isEmpty();
  }

  @Test
  void the_first_entry_follows_zeros_and_the_second_follows_the_first() {
    assertThat(CHAIN.getFirst().previousHash()).isEqualTo("0".repeat(64));
    assertThat(CHAIN.get(1).previousHash()).isEqualTo(CHAIN.getFirst().hash());
  }

  /**
   * The expected values were made without this code: the text by hand as RFC 8785 defines it, and
   * the hash by Python 3: <br>
   * {@code hashlib.sha256(bytes.fromhex(before) + text.encode()).hexdigest()} <br>
   * The previous hash is {@code hashlib.sha256(b"the first").hexdigest()}.
   */
  @Test
  void a_hash_is_sha_256_over_the_hash_before_and_the_canonical_entry() {
    String before = "6fa2c9ea02d6b6cc4aeb86495d9a1beac7ebeba72023ebd2c1ec8564117f1c6e";
    String text =
        """
        {"actor":"grace","eventId":"0198f3be-8f20-7b56-82d9-0a7c4e3f1b86",\
        "keyId":"0198f3b9-7e40-7a12-8c66-15d2f0b3a974","listId":null,"number":2,"owner":"ada","payload":"AAEC",\
        "readers":["ada","grace"],"receivedAt":"2026-03-01T08:00:01Z","source":"/functions/task-api",\
        "subject":"0198f3ba-6c1e-7d55-a0a1-3f0d6a4c9e21","taskIds":["0198f3ba-6c1e-7d55-a0a1-3f0d6a4c9e21"],\
        "time":"2026-03-01T08:00:00.123456Z","type":"dev.perennial.task.updated.v1"}\
        """;
    String hash = "984f51e3c58e303ddcb21e37957a6a6227666dabe65c01ef72fa826afc7a111d";

    assertThat(secondOf(before, hash).isWhole()).isTrue();
    assertThat(secondOf("00".repeat(32), hash).isWhole()).isFalse();
    ObjectNode hashed = secondOf(before, hash).stored();
    hashed.remove(List.of("previousHash", "hash"));
    assertThat(new String(CanonicalJson.of(hashed), UTF_8)).isEqualTo(text);
  }

  @Property
  void any_edit_of_any_field_is_found_at_its_entry(
      @ForAll @IntRange(max = LENGTH - 1) int index, @ForAll @IntRange(max = 14) int field) {
    var edited = new ArrayList<>(CHAIN);
    edited.set(index, edited(CHAIN.get(index), FIELDS.get(field)));

    assertThat(firstBad(edited)).map(BadEntry::number).hasValue(index + 1L);
  }

  @Property
  void any_deletion_is_found_at_the_missing_entry(@ForAll @IntRange(max = LENGTH - 2) int index) {
    var fewer = new ArrayList<>(CHAIN);
    fewer.remove(index);

    assertThat(firstBad(fewer)).map(BadEntry::number).hasValue(index + 1L);
  }

  @Property
  void any_insertion_is_found_at_its_place_or_before(
      @ForAll @IntRange(max = LENGTH - 1) int index,
      @ForAll @IntRange(max = LENGTH - 1) int copied) {
    var more = new ArrayList<>(CHAIN);
    more.add(index, CHAIN.get(copied));

    assertThat(firstBad(more)).isPresent();
    assertThat(firstBad(more).orElseThrow().number())
        .isLessThanOrEqualTo(Math.max(index, copied) + 1L);
  }

  @Property
  void any_swap_is_found_at_the_first_that_moved(
      @ForAll @IntRange(max = LENGTH - 1) int one, @ForAll @IntRange(max = LENGTH - 1) int other) {
    var swapped = new ArrayList<>(CHAIN);
    Collections.swap(swapped, one, other);

    if (one == other) {
      assertThat(firstBad(swapped)).isEmpty();
    } else {
      assertThat(firstBad(swapped)).map(BadEntry::number).hasValue(Math.min(one, other) + 1L);
    }
  }

  @Property
  void any_truncation_is_found_by_a_signed_head(@ForAll @IntRange(max = LENGTH - 1) int kept) {
    ChainCheck check = checked(CHAIN.subList(0, kept), CHAIN.getLast().head());

    assertThat(check.end(Long.MAX_VALUE)).map(BadEntry::number).hasValue(kept + 1L);
  }

  @Test
  void a_completely_forged_chain_is_found_by_a_signed_head() {
    List<Entry> forged = chain("ada");
    ChainHead signed = CHAIN.get(4).head();

    assertThat(checked(forged, signed).end(Long.MAX_VALUE)).map(BadEntry::number).hasValue(5L);
  }

  @Test
  void an_entry_forged_without_the_key_is_found_even_if_its_hash_is_right() {
    Entry last = CHAIN.getLast();
    var forger = SealingKey.random();
    var forged = Entry.after(last.head(), last.metadata(), NOW, forger, "{}".getBytes(UTF_8));

    assertThat(forged.isWhole()).isTrue();
    assertThat(forged.isSealedBy(KEY)).isFalse();
  }

  @Test
  void a_payload_opens_in_its_own_entry_only() {
    Entry entry = CHAIN.getFirst();
    Entry other = CHAIN.get(1);
    var moved =
        new Entry(
            other.metadata(),
            other.number(),
            other.receivedAt(),
            other.keyId(),
            entry.payload(),
            other.previousHash(),
            other.hash());

    assertThat(new String(entry.open(KEY), UTF_8)).isEqualTo("{\"n\": 1}");
    assertThatExceptionOfType(SealBroken.class).isThrownBy(() -> moved.open(KEY));
  }

  @Test
  void a_sealed_payload_is_unreadable_and_verifies_without_the_key() {
    Entry entry = CHAIN.getFirst();

    assertThat(new String(entry.payload(), UTF_8)).doesNotContain("\"n\"");
    assertThat(entry.isWhole()).isTrue();
  }

  @Test
  void an_entry_is_the_same_after_it_was_written_and_read() {
    Entry entry = CHAIN.get(3);

    var read = Entry.read(EventJson.write(entry.stored().put("data", "beside it")));

    assertThat(read.stored()).isEqualTo(entry.stored());
    assertThat(read.isWhole()).isTrue();
  }

  @Test
  void a_signature_covers_the_whole_checkpoint() {
    var signer = SigningKey.of("MC4CAQAwBQYDK2VwBCIEIJon1JzJ2+oHMP6rKJfN/Wi2H/VggoQLNn8t8vmsdAsE");
    var other = SigningKey.of("MC4CAQAwBQYDK2VwBCIEIJon1JzJ2+oHMP6rKJfN/Wi2H/VggoQLNn8t8vmsdAsF");
    CheckpointEvent signed = signer.sign(checkpoint(CHAIN.getLast().head()));
    var published = PublishedKey.of(signer.published().publicKey());

    assertThat(published).isEqualTo(signer.published());
    assertThat(published.signed(signed)).isTrue();
    assertThat(other.published().signed(signed)).isFalse();
    assertThat(
            published.signed(
                new CheckpointEvent(
                    checkpoint(CHAIN.getFirst().head()), signed.keyId(), signed.signature())))
        .isFalse();
  }

  @Test
  void the_first_entry_with_an_unsigned_checkpoint_is_reported() {
    var signer = SigningKey.of("MC4CAQAwBQYDK2VwBCIEIJon1JzJ2+oHMP6rKJfN/Wi2H/VggoQLNn8t8vmsdAsE");
    var signed = new SignedHeads("ada", new VerificationKeys(List.of(signer.published())));
    for (Integer number : List.of(7, 3, 9)) {
      CheckpointEvent genuine = signer.sign(checkpoint(CHAIN.getFirst().head()));
      signed.add(
          new CheckpointEvent(
              checkpoint(CHAIN.get(number - 1).head()), genuine.keyId(), genuine.signature()));
    }

    ChainCheck whole = checked(CHAIN, null);
    assertThat(signed.firstBad(whole, LENGTH)).map(BadEntry::number).hasValue(3L);

    var edited = new ArrayList<>(CHAIN);
    edited.set(1, edited(CHAIN.get(1), "actor"));
    assertThat(signed.firstBad(checked(edited, null), LENGTH)).map(BadEntry::number).hasValue(2L);
  }

  @Test
  void an_invalid_key_is_refused_and_not_repeated_in_the_message() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigningKey.of("c2VjcmV0"))
        .withMessageNotContaining("c2VjcmV0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealingKey.of("c2VjcmV0"))
        .withMessageNotContaining("c2VjcmV0");
  }

  private static Entry secondOf(String before, String hash) {
    var metadata =
        new EventMetadata(
            "ada",
            "0198f3be-8f20-7b56-82d9-0a7c4e3f1b86",
            "/functions/task-api",
            "dev.perennial.task.updated.v1",
            "0198f3ba-6c1e-7d55-a0a1-3f0d6a4c9e21",
            Instant.parse("2026-03-01T08:00:00.123456Z"),
            "grace",
            null,
            List.of("0198f3ba-6c1e-7d55-a0a1-3f0d6a4c9e21"),
            List.of("ada", "grace"));
    return new Entry(
        metadata,
        2,
        Instant.parse("2026-03-01T08:00:01Z"),
        UUID.fromString("0198f3b9-7e40-7a12-8c66-15d2f0b3a974"),
        new byte[] {0, 1, 2},
        before,
        hash);
  }

  private static Checkpoint checkpoint(ChainHead head) {
    return new Checkpoint(
        UUID.fromString("0198f7e0-4a0f-7b21-9c43-2d6e8f0a1b3c"),
        Checkpoint.Kind.HEADS,
        NOW,
        1,
        1,
        List.of(head));
  }

  private static Optional<BadEntry> firstBad(List<Entry> entries) {
    return checked(entries, null).end(Long.MAX_VALUE);
  }

  private static ChainCheck checked(List<Entry> entries, @Nullable ChainHead signed) {
    var check = new ChainCheck(Entry.beforeFirst("ada"));
    if (signed != null) {
      check.mustHave(signed);
    }
    for (Entry entry : entries) {
      if (!check.next(entry.link(null))) {
        break;
      }
    }
    return check;
  }

  private static Entry edited(Entry entry, String field) {
    ObjectNode stored = entry.stored();
    switch (field) {
      case "taskIds", "readers" -> stored.putArray(field).add("another");
      case "time", "receivedAt" -> stored.put(field, "2026-03-01T08:00:00.123457Z");
      case "keyId" -> stored.put(field, UUID.randomUUID().toString());
      case "payload" -> stored.put(field, "AAAA");
      case "hash", "previousHash" -> stored.put(field, "12".repeat(32));
      default -> stored.put(field, "another");
    }
    return Entry.read(EventJson.write(stored));
  }

  private static List<Entry> chain(String owner) {
    var entries = new ArrayList<Entry>();
    ChainHead head = Entry.beforeFirst(owner);
    for (int number = 1; number <= LENGTH; number++) {
      String task = UUID.randomUUID().toString();
      var metadata =
          new EventMetadata(
              owner,
              UUID.randomUUID().toString(),
              "/functions/task-api",
              "dev.perennial.task.updated.v1",
              task,
              NOW,
              "grace",
              "list",
              List.of(task),
              List.of("ada", "grace"));
      var entry =
          Entry.after(head, metadata, NOW, KEY, "{\"n\": %d}".formatted(number).getBytes(UTF_8));
      entries.add(entry);
      head = entry.head();
    }
    return entries;
  }
}
