package dev.perennial.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;

/** The rules for all classes whose packages start with {@code root}. */
enum ArchitectureRule {
  EVENTS_USE_NO_FRAMEWORK(
      root ->
          classes()
              .that()
              .resideInAPackage(root + ".events..")
              .should()
              .onlyDependOnClassesThat()
              .resideInAnyPackage(
                  root + ".events..",
                  "java..",
                  "tools.jackson..",
                  "com.fasterxml.jackson.annotation..",
                  "io.cloudevents..",
                  "org.jspecify..")
              .because("a reader of events needs no other library")),

  THE_DOMAIN_KNOWS_NO_FRAMEWORK(
      root ->
          classes()
              .that()
              .resideInAnyPackage(
                  root + ".tasks",
                  root + ".tasks.edit",
                  root + ".tasks.list",
                  root + ".tasks.profile",
                  root + ".tasks.recurrence",
                  root + ".tasks.series",
                  root + ".tasks.task",
                  root + ".reminders",
                  root + ".reminders.delivery")
              .should()
              .onlyDependOnClassesThat()
              .resideInAnyPackage(
                  root + ".tasks",
                  root + ".tasks.edit",
                  root + ".tasks.list",
                  root + ".tasks.profile",
                  root + ".tasks.recurrence",
                  root + ".tasks.series",
                  root + ".tasks.task",
                  root + ".reminders",
                  root + ".reminders.delivery",
                  root + ".events",
                  "java.lang..",
                  "java.math..",
                  "java.nio.charset..",
                  "java.security..",
                  "java.time..",
                  "java.util..",
                  "org.dmfs..",
                  "org.jspecify..")
              .because(
                  "its rules are read and tested without a container, a database or a network")),

  THE_CHAIN_KNOWS_NO_FRAMEWORK(
      root ->
          classes()
              .that()
              .resideInAPackage(root + ".auditsink.chain")
              .should()
              .onlyDependOnClassesThat()
              .resideInAnyPackage(
                  root + ".auditsink.chain",
                  root + ".events",
                  root + ".runtime",
                  "java..",
                  "javax.crypto..",
                  "tools.jackson..",
                  "org.jspecify..")
              .because("an auditor runs it without a container, a database or a network")),

  MICRONAUT_STAYS_IN_THE_STORES(
      root ->
          noClasses()
              .that()
              .resideOutsideOfPackages(
                  root + ".runtime.database",
                  root + ".api.idempotency",
                  root + ".runtime.ledger",
                  root + ".runtime.metering",
                  root + ".runtime.outbox",
                  root + ".reminderscheduler.alarm",
                  root + ".reminderscheduler.due",
                  root + ".reminderscheduler.people",
                  root + ".reminderscheduler.plan",
                  root + "..store..")
              .should()
              .dependOnClassesThat()
              .resideInAPackage("io.micronaut..")
              .because("it is seen as repositories and a transaction only")),

  SPRING_STAYS_AT_THE_EDGE(
      root ->
          noClasses()
              .that()
              .resideOutsideOfPackages(
                  root + ".runtime.web",
                  root + ".api..",
                  root + ".taskapi",
                  root + ".taskapi.batch",
                  root + ".taskapi.list",
                  root + ".taskapi.preview",
                  root + ".taskapi.profile",
                  root + ".taskapi.request",
                  root + ".taskapi.series",
                  root + ".taskapi.task",
                  root + ".taskapi.transfer",
                  root + ".reminderscheduler",
                  root + ".syncpush",
                  root + ".auditsink",
                  root + ".auditsink.access",
                  root + ".auditsink.trail",
                  root + ".auditsink.verify",
                  root + ".taskinsights.page",
                  root + ".operations.api",
                  root + ".usage.budget",
                  root + ".usage.flow",
                  root + ".usage.invoice",
                  root + ".usage.query")
              .should()
              .dependOnClassesThat()
              .resideInAPackage("org.springframework..")
              .because(
                  "a function is wired by new, and a request has Spring's media types at most")),

  THE_SERVER_CAN_BE_REPLACED(
      root ->
          noClasses()
              .that()
              .resideOutsideOfPackages(
                  root + ".runtime.http", root + ".api.route", root + ".api.problem")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage("org.apache.coyote..", "org.apache.tomcat..")
              .because("all others see Exchange and RequestHandler")),

  NO_FUNCTION_IMPORTS_ANOTHER(
      root ->
          slices()
              .assignedFrom(new FunctionSlices(root))
              .should()
              .notDependOnEachOther()
              .because("functions meet in events only")),

  PACKAGES_ARE_FREE_OF_CYCLES(
      root ->
          slices()
              .matching(root + ".(**)")
              .should()
              .beFreeOfCycles()
              .because("a package can then be read without those that use it")),

  THE_PLATFORM_KNOWS_NO_FUNCTION(
      root ->
          noClasses()
              .that()
              .resideInAnyPackage(root + ".local..", root + ".embedded..")
              .should()
              .dependOnClassesThat(
                  resideInAPackage(root + "..")
                      .and(
                          resideOutsideOfPackages(
                              root + ".local..", root + ".embedded..", root + ".database..")))
              .because("it reads the shipped YAML and starts the built jars")),

  ONLY_THE_WIRING_HAS_A_CLOCK(
      root ->
          noClasses()
              .that(isNoWiring())
              .should()
              .accessTargetWhere(readsTheMachinesClock())
              .because("a clock comes in by constructor, so a test can set it")),

  FUNCTIONS_LOG_BY_SLF4J(
      root ->
          noClasses()
              .that()
              .resideOutsideOfPackages(
                  root + ".local..",
                  root + ".embedded..",
                  root + ".database..",
                  root + ".runtime.log")
              .should()
              .dependOnClassesThat()
              .resideInAPackage("java.util.logging..")
              .orShould()
              .accessField(System.class, "out")
              .orShould()
              .accessField(System.class, "err")
              .because("a log line is JSON and names its event")),

  NOTHING_IS_FOUND_BY_SCANNING(
      root ->
          noClasses()
              .should()
              .dependOnClassesThat(
                  resideInAnyPackage("org.springframework.stereotype..", "jakarta.inject..")
                      .or(
                          nameMatching(
                              "org\\.springframework\\..*\\.(Autowired|ComponentScan|SpringBootApplication)")))
              .because("the wiring shows in one place what a function consists of")),

  EVERY_PACKAGE_IS_NULL_MARKED(
      root ->
          classes()
              .should(
                  be(
                      describe(
                          "in a @NullMarked package",
                          c -> c.getPackage().isAnnotatedWith(NullMarked.class))))
              .because("null is said where it is meant")),

  A_NAME_SAYS_WHAT_IT_IS(
      root ->
          noClasses()
              .should()
              .haveNameMatching(".*(Impl|Manager|Utils?|Helper|Common)")
              .because("the field has a word for it"));

  private final Function<String, ArchRule> rule;

  ArchitectureRule(Function<String, ArchRule> rule) {
    this.rule = rule;
  }

  ArchRule in(String root) {
    return rule.apply(root);
  }

  /** A function's Main and wiring, the runtime's share of it, and what the platform consists of. */
  private static DescribedPredicate<JavaClass> isNoWiring() {
    return describe(
        "are no wiring",
        type -> !type.getName().matches(".*\\.(Main|Platform|\\w*Wiring|FunctionServer)"));
  }

  private static DescribedPredicate<JavaAccess<?>> readsTheMachinesClock() {
    return describe(
        "the machine's clock is read",
        access ->
            access.getTarget() instanceof CodeUnitAccessTarget target && isMachinesClock(target));
  }

  private static boolean isMachinesClock(CodeUnitAccessTarget target) {
    JavaClass owner = target.getOwner();
    return switch (target.getName()) {
      case "currentTimeMillis" -> owner.isEquivalentTo(System.class);
      case "now" ->
          owner.getPackageName().startsWith("java.time")
              && target.getRawParameterTypes().stream()
                  .noneMatch(type -> type.isEquivalentTo(Clock.class));
      default ->
          target.getName().startsWith("system")
              && (owner.isEquivalentTo(Clock.class) || owner.isEquivalentTo(InstantSource.class));
    };
  }
}
