package dev.perennial.auditsink.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.perennial.runtime.Sha256;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The entry that is written directly, compared with the tree of all its members. */
class CanonicalEntryTest {

  private static final String PREVIOUS = "ab".repeat(32);

  @Property
  void has_the_bytes_and_the_hash_of_the_canonical_form_of_the_tree(
      @ForAll String text,
      @ForAll String other,
      @ForAll @Size(max = 3) List<String> texts,
      @ForAll long number,
      @ForAll boolean isNull,
      @ForAll long nanos,
      @ForAll byte[] payload) {
    Assume.that(isWhole(text) && isWhole(other) && texts.stream().allMatch(this::isWhole));
    Instant time = Instant.ofEpochSecond(nanos % 60_000_000_000L, Math.abs(nanos % 1_000_000_000));
    var metadata =
        new EventMetadata(
            text,
            other,
            text + other,
            other + text,
            isNull ? null : text,
            time,
            isNull ? null : other,
            isNull ? null : text,
            texts,
            texts);

    var entry = new Entry(metadata, number, time, new UUID(number, nanos), payload, PREVIOUS, "");
    var canonical = CanonicalEntry.of(metadata, number, time, new UUID(number, nanos));

    ObjectNode hashed = entry.stored();
    hashed.remove(List.of("previousHash", "hash"));
    assertThat(canonical.hash(PREVIOUS, payload)).isEqualTo(hash(hashed));
    assertThat(canonical.boundTo(PREVIOUS)).isEqualTo(bound(entry.header()));
  }

  @Example
  void half_of_a_surrogate_pair_has_no_canonical_form() {
    for (String half : List.of("\ud83d", "a\ud83d", "\ude00b", "\ude00\ud83d")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ofActor(half))
          .withMessageContaining("surrogate");
    }
    assertThat(new String(ofActor("\ud83d\ude00").beforePayload(), UTF_8)).contains("\ud83d\ude00");
  }

  private static CanonicalEntry ofActor(@Nullable String actor) {
    var metadata =
        new EventMetadata(
            "ada", "1", "/s", "t", null, Instant.EPOCH, actor, null, List.of(), List.of());
    return CanonicalEntry.of(metadata, 1, Instant.EPOCH, new UUID(0, 0));
  }

  private boolean isWhole(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static String hash(ObjectNode tree) {
    return HexFormat.of()
        .formatHex(Sha256.of(HexFormat.of().parseHex(PREVIOUS), CanonicalJson.of(tree)));
  }

  private static byte[] bound(ObjectNode tree) {
    return HexFormat.of().parseHex(PREVIOUS + HexFormat.of().formatHex(CanonicalJson.of(tree)));
  }
}
