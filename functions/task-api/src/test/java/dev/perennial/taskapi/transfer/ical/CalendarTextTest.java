package dev.perennial.taskapi.transfer.ical;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perennial.taskapi.transfer.format.ImportItem;
import dev.perennial.taskapi.transfer.format.UserTimes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CalendarTextTest {

  @Property
  void escaped_and_folded_text_is_read_as_written(@ForAll("texts") String text) throws IOException {
    String calendar =
        "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\n"
            + ContentLine.text("SUMMARY", text).folded()
            + "END:VTODO\r\nEND:VCALENDAR\r\n";

    assertThat(calendar.lines()).allMatch(line -> line.getBytes(UTF_8).length <= 75);
    assertThat(todos(calendar).getFirst().text("SUMMARY")).contains(text);
  }

  @Property
  void a_list_of_texts_comes_back(@ForAll("lists") List<String> texts) {
    String value = texts.stream().map(CalendarText::escape).collect(Collectors.joining(","));

    assertThat(CalendarText.list(value)).isEqualTo(texts);
  }

  @Property
  void every_import_is_read_to_its_end(@ForAll byte[] bytes) throws IOException {
    var whole = new ByteArrayOutputStream();
    whole.write("BEGIN:VCALENDAR\nBEGIN:VTODO\n".getBytes(UTF_8));
    whole.write(bytes);
    List<ImportItem> items = new ArrayList<>();

    new CalendarFormat(UserTimes.DEFAULT)
        .read(() -> new ByteArrayInputStream(whole.toByteArray()), items::add);

    assertThat(items).isNotEmpty();
  }

  @Example
  void long_deep_or_many_items_are_read_quickly_with_bounded_stack() throws IOException {
    String calendar =
        "BEGIN:VCALENDAR\nBEGIN:VTODO\n"
            + ("DUE;TZID=" + "/".repeat(400_000) + ":20260101T000000\n")
            + "END:VTODO\nBEGIN:VTODO\n"
            + ("SUMMARY;X=" + "\"\"".repeat(200_000) + "a".repeat(50_000) + ":a\n")
            + "END:VTODO\nBEGIN:VTODO\n"
            + "BEGIN:VALARM\nTRIGGER:-PT1M\nEND:VALARM\n".repeat(150_000)
            + "END:VTODO\nBEGIN:VTODO\n"
            + "BEGIN:X\n".repeat(100_000)
            + "END:VTODO\nEND:VCALENDAR\n";
    List<ImportItem> items = new ArrayList<>();

    new CalendarFormat(UserTimes.DEFAULT)
        .read(() -> new ByteArrayInputStream(calendar.getBytes(UTF_8)), items::add);

    assertThat(items.subList(0, 3)).allMatch(item -> item instanceof ImportItem.Read);
    assertThat(((ImportItem.Read) items.get(0)).without().entries()).isNotEmpty();
    assertThat(((ImportItem.Read) items.get(2)).without().entries()).isNotEmpty();
    assertThat(items.subList(3, items.size()))
        .isNotEmpty()
        .allMatch(item -> item instanceof ImportItem.Broken);
  }

  @Property
  void a_duration_comes_back(@ForAll int seconds) {
    Duration duration = Duration.ofSeconds(seconds);

    assertThat(CalendarDuration.read(CalendarDuration.write(duration)).inHours())
        .isEqualTo(duration);
    assertThat(CalendarDuration.read(CalendarDuration.writeExact(duration)))
        .isEqualTo(new CalendarDuration(0, duration));
  }

  @Example
  void weeks_are_read_as_well() {
    assertThat(CalendarDuration.read("-P2W")).isEqualTo(new CalendarDuration(-14, Duration.ZERO));
    assertThat(CalendarDuration.read("+P1W")).isEqualTo(new CalendarDuration(7, Duration.ZERO));
  }

  @Example
  void days_are_not_hours() {
    assertThat(CalendarDuration.read("-P1DT2H30M"))
        .isEqualTo(new CalendarDuration(-1, Duration.ofMinutes(-150)));
    assertThat(CalendarDuration.read("PT24H"))
        .isEqualTo(new CalendarDuration(0, Duration.ofDays(1)));
    assertThat(CalendarDuration.read("-p0dt0h15m0s"))
        .isEqualTo(new CalendarDuration(0, Duration.ofMinutes(-15)));
  }

  @Property
  void what_is_no_duration_is_refused(@ForAll("noDurations") String text) {
    assertThatExceptionOfType(DateTimeException.class)
        .isThrownBy(() -> CalendarDuration.read(text));
  }

  @Provide
  Arbitrary<String> noDurations() {
    return Arbitraries.of(
        "",
        "P",
        "-P",
        "PT",
        "P1",
        "1D",
        "P1DT",
        "P1H",
        "PT1D",
        "P1M",
        "P1Y",
        "P9999999999D",
        "P1D1W");
  }

  @Example
  void a_zone_is_known_by_its_name_or_its_place() throws IOException {
    ZoneNames names = new ZoneNames(null);
    Component zone = Component.begun("VTIMEZONE", 1);
    zone.properties().add(ContentLine.of("TZID", "Home"));
    zone.properties().add(ContentLine.of("X-LIC-LOCATION", "Asia/Tokyo"));
    names.learn(zone);

    assertThat(names.zone("Home", LocalDate.EPOCH)).contains(ZoneId.of("Asia/Tokyo"));
    assertThat(names.zone("/example.org/20260101_1/America/Indiana/Knox", LocalDate.EPOCH))
        .contains(ZoneId.of("America/Indiana/Knox"));
    assertThat(names.zone("+02:00", LocalDate.EPOCH)).isEmpty();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars("ab:;,\\\"'\n\t n=Nüß😀漢")
        .ofMaxLength(200)
        .filter(text -> !text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF));
  }

  @Provide
  Arbitrary<List<String>> lists() {
    return texts().list().ofMinSize(1).ofMaxSize(5);
  }

  private static List<Component> todos(String calendar) throws IOException {
    List<Component> found = new ArrayList<>();
    CalendarParser.parse(
        new ByteArrayInputStream(calendar.getBytes(UTF_8)),
        new CalendarParser.Listener() {
          @Override
          public void property(ContentLine property, int line) {}

          @Override
          public void component(Component component) {
            found.add(component);
          }

          @Override
          public void broken(Component component, String detail) {
            throw new AssertionError(detail);
          }
        });
    return found;
  }
}
