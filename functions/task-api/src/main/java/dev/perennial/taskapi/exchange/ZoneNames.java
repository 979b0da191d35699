package dev.perennial.taskapi.exchange;

import java.time.ZoneId;
import java.time.zone.ZoneRulesException;
import java.time.zone.ZoneRulesProvider;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which IANA zone a calendar means by which TZID. */
final class ZoneNames {

  private static final int LONGEST = 255;

  private final Map<String, ZoneId> known = new HashMap<>();

  /** Some calendars have names of their own, and say beside them which zone they mean. */
  void learn(Component zone) {
    String tzid = zone.value("TZID").orElse("");
    zone.value("X-LIC-LOCATION")
        .map(ZoneNames::iana)
        .ifPresent(location -> known.put(tzid, location));
  }

  /** Null if nobody knows. */
  @Nullable ZoneId zone(String tzid) {
    if (tzid.length() > LONGEST) {
      return null;
    }
    ZoneId zone = known.get(tzid);
    // As in /mozilla.org/20050126_1/Europe/Berlin.
    for (int at = 0; zone == null && at >= 0; at = tzid.indexOf('/', at + 1)) {
      zone = iana(tzid.substring(at).replaceFirst("^/", ""));
    }
    return zone;
  }

  private static @Nullable ZoneId iana(String name) {
    try {
      var _ = ZoneRulesProvider.getRules(name, false);
      return ZoneId.of(name);
    } catch (ZoneRulesException unknown) {
      return null;
    }
  }
}
