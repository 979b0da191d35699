package dev.perennial.taskapi.transfer.ical;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRulesException;
import java.time.zone.ZoneRulesProvider;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Maps the TZIDs of a calendar to IANA zones: by X-LIC-LOCATION, by the name, which may be one of
 * Windows, and otherwise by the rules of the VTIMEZONE.
 */
final class ZoneNames {

  private static final int MAX_LENGTH = 255;
  private static final int MAX_ZONES = 1_000;

  /** Bounds the memory for VTIMEZONEs without a known name. */
  private static final int MAX_ONSETS = 20_000;

  /** Bound the work for VTIMEZONEs without a known name. */
  private static final int MAX_SEARCHES = 100;

  private static final int MAX_EVALUATED_ONSETS = 1_000_000;

  private static final String OF_MICROSOFT = "TZONE://MICROSOFT/";

  /** Loaded on first use. */
  private static final class IanaNames {

    private static final Map<String, String> BY_UPPER_CASE =
        ZoneRulesProvider.getAvailableZoneIds().stream()
            .collect(
                Collectors.toMap(
                    id -> id.toUpperCase(Locale.ROOT), Function.identity(), (one, _) -> one));
  }

  private final @Nullable ZoneId preferred;
  private final Map<String, ZoneId> places = new HashMap<>();
  private final Map<String, ObservedZone> observed = new HashMap<>();
  private final Map<String, Optional<ZoneId>> found = new HashMap<>();
  private int onsets;
  private int evaluatedOnsets;

  /**
   * @param preferred the zone to prefer of those with the same rules; null for none
   */
  ZoneNames(@Nullable ZoneId preferred) {
    this.preferred = preferred;
  }

  /** Reads from a VTIMEZONE which zone its TZID means. */
  void learn(Component zone) {
    String tzid = zone.value("TZID").orElse("").strip();
    if (tzid.length() > MAX_LENGTH || places.size() + observed.size() >= MAX_ZONES) {
      return;
    }
    Optional<ZoneId> place = zone.value("X-LIC-LOCATION").flatMap(ZoneNames::iana);
    if (place.isPresent()) {
      places.put(tzid, place.get());
    } else if (named(tzid).isEmpty()) {
      ObservedZone rules = ObservedZone.of(zone);
      onsets += rules.size();
      if (onsets <= MAX_ONSETS && rules.size() > 0) {
        observed.put(tzid, rules);
      }
    }
  }

  /**
   * The IANA zone of a TZID.
   *
   * @param date near which the rules of its VTIMEZONE must be those of the zone
   */
  Optional<ZoneId> zone(String tzid, LocalDate date) {
    String name = tzid.strip();
    if (name.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Optional<ZoneId> known = Optional.ofNullable(places.get(name)).or(() -> named(name));
    ObservedZone rules = observed.get(name);
    return known.isPresent() || rules == null ? known : alike(name, rules, date.getYear());
  }

  private Optional<ZoneId> alike(String name, ObservedZone rules, int year) {
    String key = year + " " + name;
    Optional<ZoneId> before = found.get(key);
    if (before != null || found.size() == MAX_SEARCHES) {
      return before == null ? Optional.empty() : before;
    }
    Optional<ZoneId> zone = rules.zoneIn(year, preferred);
    found.put(key, zone);
    return zone;
  }

  /** The offset of a local time by the VTIMEZONE of a TZID; empty if it is not known. */
  Optional<ZoneOffset> offset(String tzid, LocalDateTime local) {
    ObservedZone rules = observed.get(tzid.strip());
    if (rules == null || evaluatedOnsets > MAX_EVALUATED_ONSETS) {
      return Optional.empty();
    }
    evaluatedOnsets += rules.size();
    return Optional.of(rules.offset(local));
  }

  private static Optional<ZoneId> named(String tzid) {
    String upper = tzid.toUpperCase(Locale.ROOT);
    if (upper.startsWith(OF_MICROSOFT)) {
      return iana(tzid.substring(OF_MICROSOFT.length()));
    }
    Optional<ZoneId> zone = WindowsZones.zone(tzid).flatMap(ZoneNames::iana);
    // Such as /mozilla.org/20050126_1/Europe/Berlin.
    for (int at = 0; zone.isEmpty() && at >= 0; at = tzid.indexOf('/', at + 1)) {
      zone = iana(tzid.substring(at).replaceFirst("^/", ""));
    }
    return zone;
  }

  private static Optional<ZoneId> iana(String name) {
    String id = IanaNames.BY_UPPER_CASE.get(name.strip().toUpperCase(Locale.ROOT));
    try {
      return Optional.ofNullable(id).map(ZoneId::of);
    } catch (ZoneRulesException unknown) {
      return Optional.empty();
    }
  }
}
