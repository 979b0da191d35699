package dev.perennial.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;

/** One slice a function: every package right below the root that is none of the shared modules. */
record FunctionSlices(String root) implements SliceAssignment {

  private static final Set<String> SHARED =
      Set.of(
          "api",
          "database",
          "embedded",
          "events",
          "local",
          "openapi",
          "reminders",
          "runtime",
          "tasks");

  @Override
  public SliceIdentifier getIdentifierOf(JavaClass type) {
    String packages = type.getPackageName();
    if (!packages.startsWith(root + ".")) {
      return SliceIdentifier.ignore();
    }
    String module = packages.substring(root.length() + 1).split("\\.", 2)[0];
    return SHARED.contains(module) ? SliceIdentifier.ignore() : SliceIdentifier.of(module);
  }

  @Override
  public String getDescription() {
    return "functions";
  }
}
