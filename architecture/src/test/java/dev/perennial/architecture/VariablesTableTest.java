package dev.perennial.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/developing.md lists exactly the environment variables that the code reads. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class VariablesTableTest {

  private static final Path FUNCTIONS = Path.of("..", "functions");
  private static final Path SHARED = FUNCTIONS.resolve("shared");

  /** Where settings are read, a literal in capitals is the name of a variable. */
  private static final Pattern VARIABLE =
      Pattern.compile("\"(PORT|METERING|[A-Z0-9]+(?:_[A-Z0-9]+)+)\"");

  private static final Pattern READS_SETTINGS =
      Pattern.compile("\\bSettings\\b|\\bsettings\\(\\)|System\\.getenv\\(\\)");

  private final String page = Files.readString(Path.of("..", "docs", "developing.md"));

  VariablesTableTest() throws IOException {}

  @Test
  void the_first_table_has_the_variables_of_the_runtime() throws IOException {
    assertThat(listed("Every function")).isEqualTo(read(SHARED.resolve("runtime")));
  }

  @ParameterizedTest
  @MethodSource("functionsWithVariables")
  void the_table_of_a_function_has_its_variables_and_those_of_its_shared_modules(String function)
      throws IOException {
    assertThat(listed(function)).isEqualTo(ofFunction(function));
  }

  @Test
  void a_function_without_variables_of_its_own_needs_no_table() throws IOException {
    assertThat(functionsWithVariables()).doesNotContain("on-completed-recurrence");
    assertThat(page).contains("### on-completed-recurrence");
  }

  static SortedSet<String> functionsWithVariables() throws IOException {
    SortedSet<String> names = new TreeSet<>();
    try (Stream<Path> folders = Files.list(FUNCTIONS)) {
      for (Path folder : folders.filter(f -> Files.exists(f.resolve("pom.xml"))).toList()) {
        String name = folder.getFileName().toString();
        if (!ofFunction(name).isEmpty()) {
          names.add(name);
        }
      }
    }
    return names;
  }

  private static SortedSet<String> ofFunction(String function) throws IOException {
    Path folder = FUNCTIONS.resolve(function);
    String pom = Files.readString(folder.resolve("pom.xml"));
    SortedSet<String> variables = read(folder);
    for (String shared : new String[] {"api", "reminders"}) {
      if (pom.contains("<artifactId>" + shared + "</artifactId>")) {
        variables.addAll(read(SHARED.resolve(shared)));
      }
    }
    return variables;
  }

  private SortedSet<String> listed(String heading) {
    SortedSet<String> listed = new TreeSet<>();
    ReadmeTable.below("### " + heading, page)
        .rows()
        .forEach(row -> listed.addAll(row.get("variable")));
    return listed;
  }

  private static SortedSet<String> read(Path module) throws IOException {
    SortedSet<String> variables = new TreeSet<>();
    try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String source = Files.readString(file);
        if (READS_SETTINGS.matcher(source).find()) {
          VARIABLE.matcher(source).results().forEach(match -> variables.add(match.group(1)));
        }
      }
    }
    return variables;
  }
}
