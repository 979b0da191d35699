package dev.perennial.taskapi.transfer.ical;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.problem.Problem.FieldError;
import dev.perennial.events.NominalDays;
import dev.perennial.taskapi.transfer.format.ImportItem;
import dev.perennial.taskapi.transfer.format.UserTimes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads calendars as somebody in Berlin whose all-day reminders count from nine. */
final class Calendars {

  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  static final LocalTime NINE = LocalTime.of(9, 0);

  private Calendars() {}

  /** The items of a calendar with these components. */
  static List<ImportItem> items(String components) {
    var bytes = ("BEGIN:VCALENDAR\n" + components.strip() + "\nEND:VCALENDAR\n").getBytes(UTF_8);
    return items(bytes);
  }

  static List<ImportItem> items(byte[] calendar) {
    List<ImportItem> items = new ArrayList<>();
    try {
      new CalendarFormat(new UserTimes(BERLIN, NINE))
          .read(() -> new ByteArrayInputStream(calendar), items::add);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    return items;
  }

  /** The only item, of a VTODO with these lines. */
  static ImportItem.Read todo(String lines) {
    return only(items("BEGIN:VTODO\nUID:1\nSUMMARY:x\n" + lines.strip() + "\nEND:VTODO"));
  }

  static ImportItem.Read only(List<ImportItem> items) {
    assertThat(items).hasSize(1).first().isInstanceOf(ImportItem.Read.class);
    return (ImportItem.Read) items.getFirst();
  }

  static List<ObjectNode> tasks(List<ImportItem> items) {
    return items.stream().map(item -> ((ImportItem.Read) item).json()).toList();
  }

  /** An alarm with this trigger, such as {@code ;RELATED=END:-PT15M}. */
  static String alarm(String trigger) {
    return "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER" + trigger + "\nEND:VALARM\n";
  }

  /** The names of what was left out. */
  static List<String> leftOut(ImportItem.Read item) {
    return item.without().entries().stream().map(FieldError::pointer).toList();
  }

  static JsonNode field(ImportItem.Read item, String pointer) {
    return item.json().at(pointer);
  }

  /** The instants of the reminders. */
  static List<Instant> reminds(ImportItem.Read item) {
    return item.json().path("reminders").valueStream().map(one -> reminds(item, one)).toList();
  }

  private static Instant reminds(ImportItem.Read item, JsonNode reminder) {
    if (reminder.has("at")) {
      return LocalDateTime.parse(reminder.path("at").asString())
          .atZone(ZoneId.of(reminder.path("zone").asString()))
          .toInstant();
    }
    var due = item.json().path("due");
    var date = LocalDate.parse(due.path("date").asString());
    var after = Duration.parse(reminder.path("before").asString()).negated();
    var at =
        due.path("time").isNull()
            ? date.atTime(NINE).atZone(BERLIN)
            : date.atTime(LocalTime.parse(due.path("time").asString()))
                .atZone(ZoneId.of(due.path("zone").asString("UTC")));
    return NominalDays.plus(at, after).toInstant();
  }
}
