package dev.perennial.cluster.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModulesIT {

  private static final Pattern BLOCK =
      Pattern.compile(
          "^(variable|output) \"(\\w+)\" \\{\\n(.*?)^}", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern SENTENCE = Pattern.compile("description += \"[A-Z][^\"]{15,}\\.\"");
  private static final Pattern PROVIDER =
      Pattern.compile("source += \"([\\w/-]+)\"\\s+version = \"([\\d.]+)\"");
  private static final Pattern RESOURCE =
      Pattern.compile("^resource \"(\\w+)\"", Pattern.MULTILINE);

  private final Terraform terraform = new Terraform();

  @AfterEach
  void stop() {
    terraform.close();
  }

  @Test
  void every_file_is_formatted() {
    assertThat(terraform.run(".", "fmt", "-check", "-recursive")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application", "broker", "budget", "cluster-addons", "database", "identity"})
  void the_assertions_of_a_module_hold(String module) {
    String folder = "modules/" + module;
    terraform.run(folder, "init");

    assertThat(terraform.run(folder, "test")).contains("Success!").contains(" 0 failed");
  }

  @Test
  void every_variable_has_a_type_and_every_variable_and_output_is_described_in_a_sentence()
      throws IOException {
    List<MatchResult> blocks = found(BLOCK);

    assertThat(blocks).hasSizeGreaterThan(60);
    assertThat(blocks)
        .allSatisfy(
            block -> {
              assertThat(block.group(3)).as(block.group(2)).containsPattern(SENTENCE);
              if ("variable".equals(block.group(1))) {
                assertThat(block.group(3)).as(block.group(2)).containsPattern("(?m)^  type +=");
              }
            });
  }

  /** The schemas are those of the pinned versions, and of every resource that is used. */
  @Test
  void the_schemas_are_those_of_the_versions_that_are_pinned() throws IOException {
    Set<String> pinned =
        found(PROVIDER).stream()
            .map(match -> match.group(1) + " " + match.group(2))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> used =
        found(RESOURCE).stream()
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(pinned)
        .containsExactlyInAnyOrderElementsOf(
            terraform.schemas().stream()
                .map(schema -> schema.file().at("/provider").asString() + " " + schema.version())
                .toList());
    assertThat(used)
        .containsExactlyInAnyOrderElementsOf(
            terraform.schemas().stream().flatMap(schema -> schema.resources().stream()).toList());
  }

  private List<MatchResult> found(Pattern pattern) throws IOException {
    try (Stream<Path> files = Files.walk(terraform.path("."))) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(path -> path.toString().endsWith(".tf")).sorted().toList()) {
        all.append(Files.readString(file)).append('\n');
      }
      return pattern.matcher(all).results().toList();
    }
  }
}
