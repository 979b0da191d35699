package dev.perennial.taskapi.transfer.ical;

import java.time.ZoneId;
import java.time.zone.ZoneRulesException;
import java.time.zone.ZoneRulesProvider;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps the TZIDs of a calendar to IANA zones. */
final class ZoneNames {

  private static final int MAX_LENGTH = 255;

  private final Map<String, ZoneId> known = new HashMap<>();

  /** Learns the IANA zone of a VTIMEZONE with a TZID of its own, from X-LIC-LOCATION. */
  void learn(Component zone) {
    String tzid = zone.value("TZID").orElse("");
    zone.value("X-LIC-LOCATION")
        .map(ZoneNames::iana)
        .ifPresent(location -> known.put(tzid, location));
  }

  /** Null if it is not known. */
  @Nullable ZoneId zone(String tzid) {
    if (tzid.length() > MAX_LENGTH) {
      return null;
    }
    ZoneId zone = known.get(tzid);
    // Such as /mozilla.org/20050126_1/Europe/Berlin.
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
