package dev.perennial.taskapi.corpus;

import dev.perennial.taskapi.corpus.Vtodo.Property;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Whether a task has the dates and times of a VTODO. */
final class TodoTimes {

  /** The zone of the users of the corpus. */
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static final Pattern FORM =
      Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d)(?:T(\\d\\d)(\\d\\d)(\\d\\d)(Z?))?");

  private TodoTimes() {}

  /** A date, or a date and time, in UTC or not. */
  private record Value(LocalDateTime local, boolean isDate, boolean isUtc) {}

  private static Optional<Value> value(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      LocalDate date = LocalDate.of(number(form, 1), number(form, 2), number(form, 3));
      return Optional.of(
          form.group(4) == null
              ? new Value(date.atStartOfDay(), true, false)
              : new Value(
                  date.atTime(number(form, 4), number(form, 5), Math.min(59, number(form, 6))),
                  false,
                  form.group(7).equals("Z")));
    } catch (DateTimeException invalid) {
      return Optional.empty();
    }
  }

  private static int number(Matcher form, int group) {
    return Integer.parseInt(form.group(group));
  }

  /** Other forms than that of RFC 5545, which the import reads too, are not judged. */
  private static boolean isOtherForm(String text) {
    return text.indexOf('-') > 0;
  }

  static boolean isInstant(Vtodo todo, String property, JsonNode task, String field) {
    Property written = todo.property(property).orElseThrow();
    Optional<Value> value = value(written.value());
    String kept = task.path(field).asString("");
    if (value.isEmpty() || kept.isEmpty()) {
      return false;
    }
    ZoneId zone = value.get().isUtc() ? ZoneId.of("UTC") : BERLIN;
    Instant instant = value.get().local().atZone(zone).toInstant();
    return Instant.parse(kept).getEpochSecond() == instant.getEpochSecond();
  }

  static boolean keepsDue(Vtodo todo, JsonNode task) {
    Property due = todo.property("DUE").orElseThrow();
    return isOtherForm(due.value())
        || value(due.value()).filter(value -> isKept(value, due, task.path("due"))).isPresent();
  }

  private static boolean isKept(Value value, Property property, JsonNode due) {
    boolean saysDate = "DATE".equals(property.parameters().get("VALUE"));
    if (value.isDate() || saysDate) {
      return value.isDate()
          && due.path("time").isNull()
          && due.path("date").asString("").equals(value.local().toLocalDate().toString());
    }
    String zone = property.parameters().get("TZID");
    String expected = value.isUtc() ? "UTC" : zone == null ? "" : ianaEnd(zone);
    return value.local().equals(local(due))
        && (expected.equals(due.path("zone").asString("")) || (zone != null && !value.isUtc()));
  }

  private static String ianaEnd(String zone) {
    return zone.startsWith("/") ? zone.replaceFirst("^/[^/]+/[^/]+/", "") : zone;
  }

  private static LocalDateTime local(JsonNode due) {
    if (!due.path("date").isString()) {
      return LocalDateTime.MIN;
    }
    String time = due.path("time").asString("");
    return LocalDate.parse(due.path("date").asString())
        .atTime(time.isEmpty() ? LocalTime.MIDNIGHT : LocalTime.parse(time));
  }

  /** Of a recurring task, the start is where its rule counts from. */
  static boolean keepsStart(Vtodo todo, JsonNode task) {
    Property start = todo.property("DTSTART").orElseThrow();
    JsonNode due = task.path("due");
    JsonNode anchor = task.path("anchor");
    boolean isDuration = !todo.has("DUE") && todo.has("DURATION");
    return isOtherForm(start.value())
        || isDuration
        || value(start.value())
            .filter(
                value ->
                    isSame(value, start, due) || anchor.isObject() && isSame(value, start, anchor))
            .isPresent();
  }

  /** At the same time, maybe said in another zone. */
  private static boolean isSame(Value value, Property property, JsonNode due) {
    if (value.isDate() || due.path("time").isNull()) {
      return isKept(value, property, due);
    }
    String zone = due.path("zone").asString(BERLIN.getId());
    String own =
        value.isUtc() ? "UTC" : ianaEnd(property.parameters().getOrDefault("TZID", BERLIN.getId()));
    return value.local().equals(local(due))
        || !ZoneId.getAvailableZoneIds().contains(own)
        || value
            .local()
            .atZone(ZoneId.of(own))
            .toInstant()
            .equals(local(due).atZone(ZoneId.of(zone)).toInstant());
  }

  static boolean keepsDuration(Vtodo todo, JsonNode task) {
    String written = todo.property("DTSTART").map(Property::value).orElse("");
    Optional<Value> start = value(written);
    Matcher form =
        Pattern.compile("(-?)P(?:(\\d{1,4})W|(?:(\\d{1,4})D)?(?:T(?:(\\d{1,4})H)?)?)")
            .matcher(todo.property("DURATION").orElseThrow().value().strip());
    if (isOtherForm(written) || start.isEmpty() || !form.matches()) {
      return isOtherForm(written);
    }
    Duration length =
        Duration.ofDays(7L * orZero(form.group(2)) + orZero(form.group(3)))
            .plusHours(orZero(form.group(4)));
    LocalDateTime due =
        start.get().local().plus(form.group(1).isEmpty() ? length : length.negated());
    // The open occurrence of a series may be a later one.
    return Stream.of("due", "anchor")
        .map(name -> local(task.path(name)))
        .anyMatch(
            kept ->
                start.get().isDate()
                    ? due.toLocalDate().equals(kept.toLocalDate())
                    : due.equals(kept));
  }

  private static int orZero(String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  /** Those before the first date have no effect. */
  static boolean keepsExceptions(Vtodo todo, JsonNode task) {
    Set<String> kept =
        task.at("/recurrence/except")
            .valueStream()
            .map(JsonNode::asString)
            .collect(Collectors.toSet());
    JsonNode from = task.path(task.path("anchor").isObject() ? "anchor" : "due");
    return task.path("recurrence").isObject()
        && todo.all("EXDATE").stream()
            .filter(property -> !isOtherForm(property.value()))
            .flatMap(property -> Stream.of(property.value().split(",")))
            .map(TodoTimes::value)
            .allMatch(
                value ->
                    value.isPresent()
                        && (value.get().local().toLocalDate().isBefore(local(from).toLocalDate())
                            || kept.contains(value.get().local().toLocalDate().toString())));
  }

  static boolean keepsZone(Vtodo todo, JsonNode task) {
    String zone = todo.property("X-PERENNIAL-ZONE").orElseThrow().value();
    return !task.at("/due/time").isNull() || zone.equals(task.at("/due/zone").asString(""));
  }
}
