package dev.perennial.taskapi.transfer.ical;

import static dev.perennial.taskapi.transfer.ical.Calendars.field;
import static dev.perennial.taskapi.transfer.ical.Calendars.items;
import static dev.perennial.taskapi.transfer.ical.Calendars.leftOut;
import static dev.perennial.taskapi.transfer.ical.Calendars.only;
import static dev.perennial.taskapi.transfer.ical.Calendars.todo;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TodoReaderTest {

  @ParameterizedTest
  @ValueSource(strings = {"no property", "=:", "X;A", ";X=1:2", "END:VALARM", "Ünï:1"})
  void an_odd_line_is_left_out_and_the_rest_is_read(String line) {
    var read = todo("PRIORITY:1\n" + line + "\nDUE;VALUE=DATE:20270104");

    assertThat(field(read, "/due/date").asString()).isEqualTo("2027-01-04");
    assertThat(read.without().entries())
        .singleElement()
        .satisfies(entry -> assertThat(entry.detail()).startsWith("line 6 "));
  }

  @Test
  void a_line_that_is_not_utf_8_is_left_out() throws IOException {
    var calendar = new ByteArrayOutputStream();
    calendar.write("BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:x\nLOCATION:".getBytes(UTF_8));
    calendar.write(0xE4);
    calendar.write("\nPRIORITY:1\nEND:VTODO\nEND:VCALENDAR\n".getBytes(UTF_8));

    var read = only(items(calendar.toByteArray()));

    assertThat(field(read, "/priority").asString()).isEqualTo("high");
    assertThat(read.without().entries())
        .singleElement()
        .satisfies(entry -> assertThat(entry.detail()).isEqualTo("line 4 is not in UTF-8"));
  }

  @Test
  void a_character_that_was_folded_in_two_is_read() throws IOException {
    var bytes = "SUMMARY:café".getBytes(UTF_8);
    var calendar = new ByteArrayOutputStream();
    calendar.write("BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\n".getBytes(UTF_8));
    calendar.write(bytes, 0, bytes.length - 1);
    calendar.write("\r\n ".getBytes(UTF_8));
    calendar.write(bytes, bytes.length - 1, 1);
    calendar.write("\r\nEND:VTODO\r\nEND:VCALENDAR\r\n".getBytes(UTF_8));

    assertThat(field(only(items(calendar.toByteArray())), "/title").asString()).isEqualTo("café");
  }

  @Test
  void a_line_of_a_megabyte_is_left_out() {
    var read =
        todo("PRIORITY:1\nATTACH;ENCODING=BASE64:" + "x".repeat(1_000_000) + "\nURL:http://x");

    assertThat(field(read, "/priority").asString()).isEqualTo("high");
    assertThat(leftOut(read)).containsExactly("", "/URL");
  }

  @Test
  void content_beyond_the_size_of_an_item_is_left_out() {
    var read = todo("PRIORITY:1\n" + ("COMMENT:" + "x".repeat(400_000) + "\n").repeat(3));

    assertThat(field(read, "/priority").asString()).isEqualTo("high");
    assertThat(leftOut(read)).containsExactly("", "/COMMENT");
  }

  @Test
  void texts_that_are_too_long_are_cut() {
    var read =
        only(
            items(
                "BEGIN:VTODO\nSUMMARY:"
                    + "😀".repeat(501)
                    + "\nDESCRIPTION:"
                    + "d".repeat(10_001)
                    + "\nCATEGORIES:"
                    + "c".repeat(51)
                    + ",short\nEND:VTODO"));

    assertThat(field(read, "/title").asString()).isEqualTo("😀".repeat(500));
    assertThat(field(read, "/description").asString()).hasSize(10_000);
    assertThat(field(read, "/tags/0").asString()).hasSize(50);
    assertThat(field(read, "/tags/1").asString()).isEqualTo("short");
    assertThat(leftOut(read)).containsExactly("/DESCRIPTION", "/SUMMARY", "/CATEGORIES");
  }

  @ParameterizedTest
  @CsvSource({
    "DESCRIPTION:Buy milk\\nand bread, Buy milk",
    "SUMMARY:, Untitled",
    "PRIORITY:1, Untitled",
  })
  void a_task_without_a_title_gets_one(String line, String title) {
    var read = only(items("BEGIN:VTODO\nUID:1\n" + line + "\nEND:VTODO"));

    assertThat(field(read, "/title").asString()).isEqualTo(title);
    assertThat(leftOut(read)).containsExactly("/SUMMARY");
  }

  @ParameterizedTest
  @CsvSource({
    "RELATED-TO:other, /RELATED-TO",
    "RELATED-TO;RELTYPE=CHILD:other, /RELATED-TO",
    "LOCATION:home, /LOCATION",
    "X-APPLE-SORT-ORDER:1, /X-APPLE-SORT-ORDER",
    "PRIORITY:urgent, /PRIORITY",
    "PERCENT-COMPLETE:50, /PERCENT-COMPLETE",
    "STATUS:IN-PROCESS, /STATUS",
    "CREATED:yesterday, /CREATED",
    "DURATION:long, /DURATION",
    "SUMMARY:again, /SUMMARY",
    "EXDATE:20270105, /EXDATE",
  })
  void an_unsupported_value_or_property_is_reported(String line, String pointer) {
    var read = todo("DTSTART;VALUE=DATE:20270104\n" + line);

    assertThat(leftOut(read)).containsExactly(pointer);
    assertThat(field(read, "/title").asString()).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DTSTAMP:20270101T000000Z",
        "SEQUENCE:4",
        "LAST-MODIFIED:20270101T000000Z",
        "STATUS:NEEDS-ACTION",
        "PERCENT-COMPLETE:0",
        "PRIORITY:0",
      })
  void a_property_without_meaning_is_not_reported(String line) {
    assertThat(leftOut(todo(line))).isEmpty();
  }

  @Test
  void of_many_things_the_last_entry_counts_the_rest() {
    var many = new StringBuilder();
    for (int i = 1; i <= 30; i++) {
      many.append("X-").append(i).append(":1\n");
    }

    assertThat(todo(many.toString()).without().entries())
        .hasSize(11)
        .last()
        .satisfies(entry -> assertThat(entry.detail()).isEqualTo("and 20 more"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\rb", "a\r\nb", "a\fb", "a\u001Db", "a\u0000b", "\u007F", "a\u000Bb\nc"})
  void a_text_with_control_characters_comes_back(String text) {
    var line =
        ContentLine.parse(ContentLine.text("SUMMARY", text).folded().replaceAll("\r\n ?", ""));

    assertThat(line.text()).isEqualTo(text);
    assertThat(line.value()).doesNotContain("\r", "\f", "\u001D", "\u0000", "\u007F");
  }

  @Test
  void a_text_that_was_changed_elsewhere_is_the_one_that_counts() {
    var changed = ContentLine.text("SUMMARY", "a\fb");

    assertThat(new ContentLine("SUMMARY", changed.parameters(), "new").text()).isEqualTo("new");
  }
}
