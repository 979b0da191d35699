package dev.perennial.web;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/** Selects the content coding of a response (RFC 9110, section 12.5.3). */
final class AcceptedCodings {

  /** The best first: br is about a sixth smaller than gzip. */
  private static final List<String> PREFERRED = List.of("br", "gzip");

  private AcceptedCodings() {}

  /** The best coding that the headers accept and the file has. */
  static String best(List<String> headers, AppFile file) {
    var weights = new HashMap<String, Boolean>();
    for (var header : headers) {
      for (var element : header.split(",")) {
        var parts = element.strip().toLowerCase(Locale.ROOT).split(";", 2);
        weights.put(parts[0].strip(), parts.length == 1 || isPositive(parts[1]));
      }
    }
    return PREFERRED.stream()
        .filter(coding -> file.in(coding) != null)
        .filter(coding -> weights.getOrDefault(coding, weights.getOrDefault("*", false)))
        .findFirst()
        .orElse(AppFile.IDENTITY);
  }

  /**
   * Whether a parameter is a weight above zero. What is no weight is not: identity always works.
   */
  private static boolean isPositive(String parameter) {
    return parameter.strip().matches("q\\s*=\\s*(1(\\.0{0,3})?|0\\.\\d{0,2}[1-9]\\d{0,2})");
  }
}
