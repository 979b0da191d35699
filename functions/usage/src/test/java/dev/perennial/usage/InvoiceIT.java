package dev.perennial.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Invoices, what they prove, and what freezing means. The tests have all records for themselves.
 */
class InvoiceIT {

  private static final YearMonth LAST = YearMonth.now(ZoneOffset.UTC).minusMonths(1);
  private static final YearMonth THIS = LAST.plusMonths(1);

  /** The last microsecond of the last month, and the first one of this month. */
  private static final Instant END = THIS.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();

  private static final List<String> TABLES =
      List.of(
          "frozen_lines",
          "frozen_proofs",
          "frozen_months",
          "hours",
          "invocations",
          "instances",
          "batches");

  private final UsageFunction usage = UsageFunction.shared();
  private final String ada = "ada-" + UUID.randomUUID();
  private final String grace = "grace-" + UUID.randomUUID();

  @TempDir private Path directory;

  @BeforeEach
  void nothing_is_recorded() {
    TABLES.forEach(table -> UsageFunction.POSTGRES.execute("DELETE FROM usage." + table));
  }

  @Test
  void a_month_ends_in_utc_to_the_microsecond() {
    Invoked.by(ada, END.minusNanos(1000)).record();
    Invoked.by(ada, END).record();

    assertThat(billed(invoice(ada, LAST))).isEqualTo("1");
    assertThat(billed(invoice(ada, THIS))).isEqualTo("1");
    assertThat(usage.json(ada, "/v1/invoices").required("items").valueStream())
        .extracting(item -> item.required("month").asString())
        .containsExactly(THIS.toString(), LAST.toString());
  }

  @Test
  void an_invoice_has_the_same_month_under_every_price_book() {
    Invoked.by(ada, END).record();

    JsonNode invoice = invoice(ada, THIS);

    assertThat(invoice.required("books").valueStream())
        .extracting(
            book -> book.required("book").asString() + " " + book.required("total").asString())
        .contains(
            "own-cluster " + invoice.required("total").asString(), "aws-lambda 0.000000208333");
    assertThat(invoice.required("books")).hasSize(4);
    assertThat(sum(invoice.required("lines"))).isEqualTo(invoice.required("total").asString());
  }

  @Test
  void a_price_that_changes_within_an_hour_counts_from_that_instant() throws Exception {
    Instant change = END.plus(Duration.ofMinutes(30));
    Files.writeString(
        directory.resolve("own.yaml"),
        """
        book: flat
        name: One price for each invocation
        source: a test
        date: 2026-12-01
        versions:
          - version: 1
            validFrom: 2020-01-01T00:00:00Z
            currency: EUR
            prices: [{unit: invocation, price: "0.01"}]
          - version: 2
            validFrom: %s
            currency: EUR
            prices: [{unit: invocation, price: "0.03"}]
        """
            .formatted(change));
    try (var own = new UsageFunction(Map.of("PRICE_BOOKS_DIRECTORY", directory.toString()))) {
      Invoked.by(ada, change.minusNanos(1000)).record();
      Invoked.by(ada, change).record();
      Invoked.by(ada, change.plus(Duration.ofHours(2))).record();

      JsonNode invoice = own.json(ada, "/v1/invoices/" + THIS + "?book=flat");

      assertThat(invoice.required("total").asString()).isEqualTo("0.070000000000");
      assertThat(invoice.required("currency").asString()).isEqualTo("EUR");
      assertThat(invoice.required("lines").valueStream())
          .extracting(
              line ->
                  line.required("version").asInt()
                      + ": "
                      + line.required("quantity").asString()
                      + " x "
                      + line.required("price").asString())
          .containsExactly("1: 1 x 0.010000000000", "2: 2 x 0.030000000000");
      assertThat(own.json(ada, usageOf(THIS) + "&book=flat").path("cost").asString())
          .isEqualTo("0.070000000000");
    }
  }

  @Test
  void a_frozen_invoice_never_changes_and_late_records_are_in_the_next_one() {
    Instant inLast = END.minus(Duration.ofDays(1));
    try (var early = new UsageFunction(Map.of("INVOICE_FREEZE_DAYS", "0"))) {
      Invoked.by(ada, inLast).record();
      Invoked.by(grace, inLast).record();
      early.tick();
      JsonNode frozen = invoice(ada, LAST);
      JsonNode frozenOfAll = invoiceOfAll(LAST);
      assertThat(frozen.required("frozenAt").isNull()).isFalse();
      assertThat(billed(frozen)).isEqualTo("1");

      Invoked.by(ada, inLast).record();
      early.tick();

      assertThat(invoice(ada, LAST)).isEqualTo(frozen);
      assertThat(invoiceOfAll(LAST)).isEqualTo(frozenOfAll);
      JsonNode next = invoice(ada, THIS);
      assertThat(next.required("lines")).isEmpty();
      assertThat(next.required("adjustments").valueStream())
          .extracting(line -> line.required("ofMonth").asString())
          .containsOnly(LAST.toString());
      assertThat(next.required("total")).isEqualTo(frozen.required("total"));
      assertThat(invoice(grace, THIS).required("adjustments")).isEmpty();
    }
  }

  @Test
  void what_is_late_is_an_adjustment_of_one_invoice_only() {
    YearMonth first = LAST.minusMonths(2);
    try (var early = new UsageFunction(Map.of("INVOICE_FREEZE_DAYS", "0"))) {
      rated(first, 1);
      rated(LAST, 1);
      early.tick();
      // Only the first month is frozen, and one more is rated of it.
      for (String table : List.of("frozen_lines", "frozen_proofs", "frozen_months")) {
        UsageFunction.POSTGRES.execute(
            "DELETE FROM usage.%s WHERE month > '%s'".formatted(table, first.atDay(1)));
      }
      rated(first, 3);
      assertThat(adjustments(first.plusMonths(1))).containsExactly(first + " 2");
      early.tick();
    }

    assertThat(adjustments(first)).isEmpty();
    assertThat(adjustments(first.plusMonths(1))).containsExactly(first + " 2");
    assertThat(adjustments(LAST)).isEmpty();
    assertThat(adjustments(THIS)).isEmpty();
  }

  /** As if so many invocations had been rated in the first hour of the month. */
  private void rated(YearMonth month, int invocations) {
    UsageFunction.POSTGRES.execute(
        """
        INSERT INTO usage.hours (hour, since, owner, function, trigger, list_id, reason, unit, quantity)
        VALUES ('%1$sT00:00:00Z', '%1$sT00:00:00Z', '%2$s', 'task-api', 'http', '', '', 'byte_out', %3$d)
        ON CONFLICT ON CONSTRAINT hours_pkey DO UPDATE SET quantity = excluded.quantity
        """
            .formatted(month.atDay(1), ada, invocations));
  }

  private List<String> adjustments(YearMonth month) {
    return invoice(ada, month)
        .required("adjustments")
        .valueStream()
        .map(
            line ->
                line.required("ofMonth").asString() + " " + line.required("quantity").asString())
        .toList();
  }

  @Test
  void a_frozen_invoice_keeps_the_prices_of_its_time() throws Exception {
    Path file = directory.resolve("own.yaml");
    String yaml =
        """
        book: flat
        name: One price for each invocation
        source: a test
        date: 2026-12-01
        versions:
          - version: 1
            validFrom: 2020-01-01T00:00:00Z
            currency: EUR
            prices: [{unit: invocation, price: "%s"}]
        """;
    Files.writeString(file, yaml.formatted("0.01"));
    Map<String, String> env =
        Map.of("PRICE_BOOKS_DIRECTORY", directory.toString(), "INVOICE_FREEZE_DAYS", "0");
    try (var before = new UsageFunction(env)) {
      Invoked.by(ada, END.minus(Duration.ofDays(1))).record();
      before.tick();
    }
    Files.writeString(file, yaml.formatted("0.99"));
    try (var after = new UsageFunction(env)) {
      assertThat(
              after.json(ada, "/v1/invoices/" + LAST + "?book=flat").required("total").asString())
          .isEqualTo("0.010000000000");
    }
  }

  @Test
  void what_a_killed_instance_did_not_write_is_unmetered() {
    Instance killed = Instance.startedAt(END).ready(300_000, 200_000);
    killed.request(ada, 1, END.plusSeconds(1), 40_000, 30_000).record();
    killed.request(ada, 4, END.plusSeconds(2), 10_000, 5_000).record();
    killed.batch(1, 1_000_000, 2, 45_000, 33_000, 40_000);
    killed.batch(2, 3_000_000, 4, 80_000, 50_000, 60_000);

    JsonNode proof = invoiceOfAll(THIS).required("proof");

    JsonNode instances = proof.required("instances");
    assertThat(instances.required("missingRecords").asString()).isEqualTo("2");
    JsonNode memory = instances.at("/units/0");
    assertThat(memory.at("/lifetimes/quantity").asString()).isEqualTo("768000000");
    assertThat(memory.at("/startup/quantity").asString()).isEqualTo("76800000");
    assertThat(memory.at("/owners/quantity").asString()).isEqualTo("12800000");
    assertThat(memory.at("/unmetered/quantity").asString()).isEqualTo("7680000");
    assertThat(memory.at("/idle/quantity").asString()).isEqualTo("670720000");
    JsonNode cpu = instances.at("/units/1");
    assertThat(cpu.at("/lifetimes/quantity").asString()).isEqualTo("260000");
    assertThat(cpu.at("/unmetered/quantity").asString()).isEqualTo("15000");
    assertThat(cpu.at("/idle/quantity").asString()).isEqualTo("10000");
    assertNothingUnexplained(proof);
  }

  @Test
  void an_instance_whose_clock_was_set_back_is_explained() {
    Instance jumped = Instance.startedAt(END.plusSeconds(3600)).ready(300_000, 200_000);
    jumped.request(ada, 1, END.plusSeconds(10), 40_000, 30_000).record();
    jumped.batch(1, -3_000_000_000L, 1, 40_000, 30_000, 30_000);

    JsonNode proof = invoiceOfAll(THIS).required("proof");

    assertThat(proof.at("/instances/units/0/idle/quantity").asString()).isEqualTo("0");
    assertNothingUnexplained(proof);
  }

  @Test
  void an_instance_that_lives_in_two_months_is_explained_in_both() {
    Instant start = END.minusSeconds(10);
    Instance instance = Instance.startedAt(start).ready(1_000_000, 500_000);
    instance.request(ada, 1, END.minusSeconds(5), 1_000_000, 400_000).record();
    instance.request(ada, 2, END.plusSeconds(5), 2_000_000, 700_000).record();
    instance.batch(1, 20_000_000, 2, 3_000_000, 1_100_000, 1_200_000);

    assertNothingUnexplained(invoiceOfAll(LAST).required("proof"));
    assertNothingUnexplained(invoiceOfAll(THIS).required("proof"));
  }

  /** A record in two tables is a bill of this exact amount. */
  @Test
  void random_records_reconcile_to_the_last_pico_unit() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    List<String> owners = List.of(ada, grace, "alan-" + UUID.randomUUID());
    for (int i = 0; i < 10; i++) {
      Instant start = END.plusSeconds(random.nextInt(3600));
      Instance instance =
          Instance.startedAt(start).ready(random.nextInt(1_000_000), random.nextInt(900_000));
      long active = 0;
      long cpu = 0;
      for (int number = 1; number <= 20; number++) {
        long activeUs = random.nextInt(300_000);
        long cpuUs = random.nextInt((int) activeUs + 1);
        active += activeUs;
        cpu += cpuUs;
        Invoked one =
            instance.request(
                owners.get(random.nextInt(3)), number, start.plusSeconds(number), activeUs, cpuUs);
        one =
            random.nextInt(4) == 0
                ? one.with(
                    "outcome", List.of("failed", "refused", "duplicate").get(random.nextInt(3)))
                : one;
        one = random.nextInt(5) == 0 ? one.without("owner").with("overhead", true) : one;
        if (random.nextInt(10) > 0) {
          one.record();
        }
      }
      instance.batch(1, 25_000_000 + active, 20, active, cpu, cpu + random.nextInt(1000));
    }

    JsonNode all = invoiceOfAll(THIS);

    assertNothingUnexplained(all.required("proof"));
    for (JsonNode book : all.required("books")) {
      String id = book.required("book").asString();
      JsonNode whole = usage.json("root", "/v1/invoices/" + THIS + "?book=" + id);
      assertThat(sum(whole.required("lines"), whole.required("free")))
          .as("seed %d", seed)
          .isEqualTo(whole.required("total").asString());
      assertThat(quantities(whole))
          .as("seed %d, book %s", seed, id)
          .isEqualTo(
              owners.stream()
                  .map(
                      owner ->
                          quantities(
                              usage.json(
                                  "root",
                                  "/v1/invoices/" + THIS + "?owner=" + owner + "&book=" + id)))
                  .reduce(BigInteger.ZERO, BigInteger::add));
    }
    JsonNode own = all.required("proof").at("/instances/units/1");
    BigInteger parts = BigInteger.ZERO;
    for (String part :
        List.of("owners", "overhead", "idle", "startup", "unmetered", "otherMonths")) {
      parts = parts.add(new BigInteger(own.at("/" + part + "/quantity").asString()));
    }
    assertThat(parts).as("seed %d", seed).hasToString(own.at("/lifetimes/quantity").asString());
  }

  @Test
  void free_units_are_taken_from_the_invoice_of_everybody() {
    Invoked.by(ada, END).record();

    assertThat(
            usage
                .json("root", "/v1/invoices/" + THIS + "?book=aws-lambda")
                .required("total")
                .asString())
        .isEqualTo("0.000000000000");
    assertThat(
            usage
                .json("root", "/v1/invoices/" + THIS + "?book=aws-lambda&owner=" + ada)
                .required("total")
                .asString())
        .isEqualTo("0.000000208333");
  }

  @Test
  void a_text_that_is_no_month_is_not_found() {
    for (String text : List.of("2026-13", "2026-00", "2026", "1999-01", "99999-01", "november")) {
      assertThat(usage.send("GET", ada, "/v1/invoices/" + text).statusCode()).isEqualTo(404);
    }
  }

  private void assertNothingUnexplained(JsonNode proof) {
    assertThat(proof.at("/records/unexplained").asString()).isEqualTo("0");
    for (JsonNode unit : proof.at("/instances/units")) {
      assertThat(unit.required("unexplained").asString()).as(unit.toString()).isEqualTo("0");
    }
  }

  private JsonNode invoice(String owner, YearMonth month) {
    return usage.json(owner, "/v1/invoices/" + month);
  }

  private JsonNode invoiceOfAll(YearMonth month) {
    return usage.json("root", "/v1/invoices/" + month);
  }

  private static String usageOf(YearMonth month) {
    return "/v1/usage?from=%sT00:00:00Z&to=%sT00:00:00Z"
        .formatted(month.atDay(1), month.plusMonths(1).atDay(1));
  }

  private static String billed(JsonNode invoice) {
    return invoice.at("/proof/records/billed").asString();
  }

  private static String sum(JsonNode... lists) {
    BigDecimal sum = new BigDecimal("0.000000000000");
    for (JsonNode list : lists) {
      for (JsonNode line : list) {
        sum = sum.add(new BigDecimal(line.required("amount").asString()));
      }
    }
    return sum.toPlainString();
  }

  private static BigInteger quantities(JsonNode invoice) {
    return invoice
        .required("lines")
        .valueStream()
        .map(line -> new BigInteger(line.required("quantity").asString()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }
}
