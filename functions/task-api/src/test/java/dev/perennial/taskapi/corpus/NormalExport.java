package dev.perennial.taskapi.corpus;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An export without what differs between accounts and times, so that two can be compared as text:
 * ids are numbered, and DTSTAMP, LAST-MODIFIED, SEQUENCE, the profile's line, {@code version},
 * {@code updatedAt} and {@code createdBy}, and the {@code createdAt} of lists are left out. Tasks
 * that were created in the same microsecond are exported in the order of their ids, so parts are
 * sorted by their text.
 */
public final class NormalExport {

  private static final Pattern ID =
      Pattern.compile("(user-)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private NormalExport() {}

  public static List<String> ofCalendar(String export) {
    String unfolded = export.replace("\r\n ", "").replace("\r\n", "\n");
    return normal(
        unfolded
            .replaceAll(
                "(?md)^(DTSTAMP|LAST-MODIFIED|SEQUENCE|X-PERENNIAL-PROFILE|X-PERENNIAL-CREATED-BY)[:;].*\n",
                "")
            .replace("END:VCALENDAR\n", ""),
        // A changed occurrence stays with its series.
        "(?=BEGIN:VTIMEZONE\n|BEGIN:VTODO\nUID:[^\n]*\n(?:CREATED:[^\n]*\n)?(?!RECURRENCE-ID))");
  }

  public static List<String> ofJson(String export) {
    String common = export.replaceAll("\"(version|updatedAt|createdBy)\":(\"[^\"]*\"|\\d+),?", "");
    return normal(
        common.replaceAll(
            "(?md)^(\\{\"kind\":\"(?:list|profile)\".*)\"createdAt\":\"[^\"]*\",?", "$1"),
        "(?<=\n)");
  }

  private static List<String> normal(String export, String between) {
    String[] parts = export.split(between);
    Arrays.sort(
        parts,
        (one, other) -> ID.matcher(one).replaceAll("").compareTo(ID.matcher(other).replaceAll("")));
    Map<String, String> numbers = new HashMap<>();
    return Arrays.stream(parts)
        .map(
            part ->
                ID.matcher(part)
                    .replaceAll(
                        id -> numbers.computeIfAbsent(id.group(), _ -> "id-" + numbers.size())))
        .toList();
  }
}
