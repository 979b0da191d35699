package dev.perennial.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserIdTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada",
        "auth0|5f7c8ec7c33c6c004bbafe82",
        "https://idp.example.org/users/7",
        "CORP\\ada",
        "%C3%A9",
        "%41",
        "\"=~!"
      })
  void printable_ascii_is_a_user_id(String text) {
    assertThat(UserId.isValid(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " v",
        "v ",
        "a b",
        "\u00e9",
        "\u0141ukasz",
        "a\nb",
        "a\u0000b",
        "a\u007f"
      })
  void anything_else_is_none(String text) {
    assertThat(UserId.isValid(text)).isFalse();
  }

  @Test
  void a_user_id_has_255_characters_at_most() {
    assertThat(UserId.isValid("a".repeat(255))).isTrue();
    assertThat(UserId.isValid("a".repeat(256))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://idp.example.org/users/7, https://idp.example.org/users/7",
    "%41, =2541",
    "abc==, abc=3D=3D",
    "\u00e9, =C3=A9"
  })
  void attributes_have_only_what_every_sender_leaves_unchanged(String id, String attribute) {
    assertThat(UserId.toAttribute(id)).isEqualTo(attribute);
    assertThat(UserId.ofAttribute(attribute)).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"=41", "a==", "=", "=C3", "=3d", "\u00e9", "%25"})
  void an_attribute_that_was_not_encoded_is_returned_unchanged(String attribute) {
    assertThat(UserId.ofAttribute(attribute)).isEqualTo(attribute);
  }

  @Test
  void every_id_of_four_characters_around_an_escape_is_read_as_it_was_written() {
    var attributes = new HashSet<String>();
    for (var first : List.of("", "=", "%", "a")) {
      for (char second = '!'; second <= '~'; second++) {
        for (char third = '!'; third <= '~'; third++) {
          var id = first + second + third;
          var attribute = UserId.toAttribute(id);

          assertThat(attribute).matches("[!#$&-~]+");
          assertThat(UserId.ofAttribute(attribute)).isEqualTo(id);
          assertThat(attributes.add(attribute)).as(id).isTrue();
        }
      }
    }
  }

  @Test
  void ids_from_before_are_read_as_they_were_written() {
    for (var id : List.of("\u00e9", "\u0141ukasz", "a b ", "a\nb", "\ud83c\udf31=C3", "")) {
      assertThat(UserId.ofAttribute(UserId.toAttribute(id))).isEqualTo(id);
    }
  }

  @Test
  void an_event_gives_back_the_ids_of_its_envelope() {
    var event =
        new Envelope(
                EventType.PROFILE_UPDATED,
                UuidV7.at(Instant.EPOCH),
                URI.create("/functions/task-api"),
                "%C3%A9",
                Instant.EPOCH,
                "%C3%A9",
                "a\"b",
                "%41",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .around("");

    assertThat(event.getExtension("owner")).isEqualTo("=2541");
    assertThat(event.getExtension("partitionkey")).isEqualTo("=25C3=25A9");
    assertThat(Envelope.ownerOf(event)).isEqualTo("%41");
    assertThat(Envelope.actorOf(event)).isEqualTo("a\"b");
    assertThat(Envelope.subjectOf(event)).isEqualTo("%C3%A9");
  }
}
