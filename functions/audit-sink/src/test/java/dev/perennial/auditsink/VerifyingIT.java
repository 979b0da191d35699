package dev.perennial.auditsink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Verification of unchanged chains. */
class VerifyingIT {

  private final Sink sink = Sink.shared();
  private final String ada = "ada-" + UUID.randomUUID();

  @Test
  void an_unchanged_chain_is_valid() {
    sink.store(ada, 5);

    JsonNode found = sink.verified(ada);

    assertThat(found.required("valid").asBoolean()).isTrue();
    assertThat(found.required("entries").asInt()).isEqualTo(5);
    assertThat(found.at("/head/number").asInt()).isEqualTo(5);
    assertThat(found.required("firstBad").isNull()).isTrue();
  }

  @Test
  void a_part_of_a_chain_is_verified_by_numbers_or_instants() {
    sink.store(ada, 5);

    JsonNode part = sink.json(ada, "/v1/audit/verify?from=2&to=4");
    JsonNode since = sink.json(ada, "/v1/audit/verify?from=2026-01-01T00:00:00Z");

    assertThat(part.required("entries").asInt()).isEqualTo(3);
    assertThat(part.required("from").asInt()).isEqualTo(2);
    assertThat(part.required("to").asInt()).isEqualTo(4);
    assertThat(since.required("entries").asInt()).isEqualTo(5);
    assertThat(sink.get(ada, "/v1/audit/verify?from=soon").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2100-01-01T00:00:00Z", "4"})
  void after_the_last_entry_there_is_nothing_to_verify(String from) {
    sink.store(ada, 3);

    JsonNode found = sink.json(ada, "/v1/audit/verify?from=" + from);

    assertThat(found.required("valid").asBoolean()).isTrue();
    assertThat(found.required("entries").asInt()).isZero();
    assertThat(found.required("from").isNull()).isTrue();
    assertThat(found.required("to").isNull()).isTrue();
    assertThat(found.required("head").isNull()).isTrue();
  }

  @Test
  void only_an_admin_verifies_the_chain_of_another_user() {
    sink.store(ada, 1);

    assertThat(sink.get("mallory", "/v1/audit/verify?owner=" + ada).statusCode()).isEqualTo(403);
    assertThat(sink.get("root", "/v1/audit/verify?owner=" + ada).statusCode()).isEqualTo(200);
  }
}
