package dev.perennial.taskapi.transfer.ical;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the VTIMEZONE of an IANA zone (RFC 5545, section 3.6.5). Each transition is listed by its
 * date, since not every zone can be expressed as an RRULE.
 */
final class ZoneComponent {

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);

  private static final LocalDateTime FIRST = LocalDateTime.of(1970, 1, 1, 0, 0);
  private static final int LAST_YEAR = 2099;

  private final ZoneRules rules;
  private final List<ContentLine> lines = new ArrayList<>();

  private ZoneComponent(ZoneRules rules) {
    this.rules = rules;
  }

  /** A change of the offset, or the initial offset. */
  private record Change(ZoneOffset from, ZoneOffset to, boolean isDaylight) {}

  static List<ContentLine> of(ZoneId zone) {
    ZoneComponent component = new ZoneComponent(zone.getRules());
    component.add("BEGIN", "VTIMEZONE");
    component.add("TZID", zone.getId());
    component.changes().forEach(component::addDates);
    component.add("END", "VTIMEZONE");
    return component.lines;
  }

  private Map<Change, List<LocalDateTime>> changes() {
    Map<Change, List<LocalDateTime>> changes = new LinkedHashMap<>();
    Instant start = FIRST.toInstant(ZoneOffset.UTC);
    ZoneOffset first = rules.getOffset(start);
    changes.put(
        new Change(first, first, rules.isDaylightSavings(start)), new ArrayList<>(List.of(FIRST)));
    @Nullable ZoneOffsetTransition next = rules.nextTransition(start);
    while (next != null && next.getDateTimeBefore().getYear() <= LAST_YEAR) {
      changes
          .computeIfAbsent(
              new Change(
                  next.getOffsetBefore(),
                  next.getOffsetAfter(),
                  rules.isDaylightSavings(next.getInstant())),
              _ -> new ArrayList<>())
          .add(next.getDateTimeBefore());
      next = rules.nextTransition(next.getInstant());
    }
    return changes;
  }

  private void addDates(Change change, List<LocalDateTime> dates) {
    String name = change.isDaylight() ? "DAYLIGHT" : "STANDARD";
    add("BEGIN", name);
    add("DTSTART", LOCAL.format(dates.getFirst()));
    add("TZOFFSETFROM", offset(change.from()));
    add("TZOFFSETTO", offset(change.to()));
    if (dates.size() > 1) {
      add("RDATE", dates.stream().skip(1).map(LOCAL::format).collect(Collectors.joining(",")));
    }
    add("END", name);
  }

  private static String offset(ZoneOffset offset) {
    int seconds = Math.abs(offset.getTotalSeconds());
    String sign = offset.getTotalSeconds() < 0 ? "-" : "+";
    String minutes = "%s%02d%02d".formatted(sign, seconds / 3600, seconds / 60 % 60);
    return seconds % 60 == 0 ? minutes : minutes + "%02d".formatted(seconds % 60);
  }

  private void add(String name, String value) {
    lines.add(ContentLine.of(name, value));
  }
}
