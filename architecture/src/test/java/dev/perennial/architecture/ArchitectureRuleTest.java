package dev.perennial.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArchitectureRuleTest {

  private static final String ROOT = "dev.perennial";
  private static final String BROKEN_ROOT = "dev.perennial.architecture.broken";

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(new WrittenByUs())
          .importPackages(ROOT);
  private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(BROKEN_ROOT);

  @ParameterizedTest
  @EnumSource
  void every_class_keeps_the_rule(ArchitectureRule rule) {
    rule.in(ROOT).check(OURS);
  }

  @ParameterizedTest
  @CsvSource({
    "EVENTS_USE_NO_FRAMEWORK,        EventThatKnowsKafka",
    "THE_DOMAIN_KNOWS_NO_FRAMEWORK,  TaskThatReadsATable",
    "THE_CHAIN_KNOWS_NO_FRAMEWORK,   LinkThatKnowsKafka",
    "MICRONAUT_STAYS_IN_THE_STORES,  RowInAFunction",
    "SPRING_STAYS_AT_THE_EDGE,       LedgerThatKnowsHttp",
    "THE_SERVER_CAN_BE_REPLACED,     LedgerThatKnowsTheServer",
    "NO_FUNCTION_IMPORTS_ANOTHER,    FunctionThatCallsAnother",
    "PACKAGES_ARE_FREE_OF_CYCLES,    UsesTheOtherPackage",
    "THE_PLATFORM_KNOWS_NO_FUNCTION, PlatformThatCallsAFunction",
    "ONLY_THE_WIRING_HAS_A_CLOCK,    AsksForTheTime",
    "ONLY_THE_WIRING_HAS_A_CLOCK,    PassesTheClockOn",
    "FUNCTIONS_LOG_BY_SLF4J,         PrintsItsLog",
    "FUNCTIONS_LOG_BY_SLF4J,         LogsToTheJdk",
    "NOTHING_IS_FOUND_BY_SCANNING,   WaitsToBeFound",
    "EVERY_PACKAGE_IS_NULL_MARKED,   InNoMarkedPackage",
    "A_NAME_SAYS_WHAT_IT_IS,         TaskManager"
  })
  void a_class_that_breaks_a_rule_is_named(ArchitectureRule rule, String culprit) {
    assertThat(rule.in(BROKEN_ROOT).evaluate(BROKEN).getFailureReport().getDetails())
        .anySatisfy(violation -> assertThat(violation).contains(culprit));
  }

  @ParameterizedTest
  @EnumSource
  void a_rule_names_only_classes_that_break_it(ArchitectureRule rule) {
    assertThat(rule.in(BROKEN_ROOT).evaluate(BROKEN).getFailureReport().getDetails())
        .isNotEmpty()
        .noneSatisfy(violation -> assertThat(violation).contains("Blameless"));
  }

  @ParameterizedTest
  @EnumSource
  void a_rule_without_a_class_to_check_fails(ArchitectureRule rule) {
    JavaClasses nothing = new ClassFileImporter().importClasses();

    assertThatThrownBy(() -> rule.in(ROOT).check(nothing))
        .hasMessageContaining("failed to check any classes");
  }
}
