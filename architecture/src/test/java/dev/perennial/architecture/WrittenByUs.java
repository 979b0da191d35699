package dev.perennial.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.util.regex.Pattern;

/** Leaves out what Micronaut's and Spring's processors write beside our classes. */
final class WrittenByUs implements ImportOption {

  private static final Pattern GENERATED =
      Pattern.compile(".*(/\\$|\\$Intercepted|__)[^/]*\\.class");

  @Override
  public boolean includes(Location location) {
    return !location.matches(GENERATED);
  }
}
