package dev.perennial.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class UuidV7Test {

  /** The moment and the bits of the example in RFC 9562, appendix A.6. */
  private static final Instant MOMENT = Instant.parse("2022-02-22T19:22:22Z");

  @Test
  void an_id_contains_its_time_version_and_variant_as_in_the_rfc() {
    UUID id = UuidV7.at(MOMENT);

    assertThat(id).hasToString("017f22e2-79b0-7" + id.toString().substring(15));
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
  }

  @Test
  void ids_sort_by_their_moments() {
    String earlier = UuidV7.at(MOMENT).toString();
    String later = UuidV7.at(MOMENT.plusMillis(1)).toString();

    assertThat(earlier).isLessThan(later);
  }

  @Test
  void many_ids_of_one_moment_are_all_different() {
    assertThat(Stream.generate(() -> UuidV7.at(MOMENT)).limit(100_000)).doesNotHaveDuplicates();
  }
}
