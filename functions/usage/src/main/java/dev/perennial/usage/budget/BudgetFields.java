package dev.perennial.usage.budget;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.JsonFields;
import dev.perennial.usage.price.Amount;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a budget from a request. */
final class BudgetFields {

  private static final Set<String> NAMES = Set.of("monthly", "currency", "alertAt", "hardLimit");
  private static final List<Integer> DEFAULT_ALERTS = List.of(50, 80, 100);
  private static final int MOST_ALERTS = 10;
  private static final int HIGHEST_ALERT = 500;

  private BudgetFields() {}

  /**
   * @param currency the only one that is accepted: amounts are not converted
   */
  static Budget read(JsonNode body, String currency) {
    var errors = new FieldErrors();
    JsonFields fields = JsonFields.of(body, errors, NAMES);
    fields.require("monthly");
    fields.require("currency");
    BigInteger monthly =
        fields.parsed(
            "monthly",
            BudgetFields::positive,
            "must be a positive decimal number as text, such as \"1.50\", with at most 9 digits and"
                + " 12 decimals");
    String given = fields.text("currency", currency.length());
    if (given != null && !given.equals(currency)) {
      errors.add("/currency", "must be " + currency + ", the currency of the price book");
    }
    boolean hardLimit = fields.flag("hardLimit");
    List<Integer> alerts = alerts(JsonFields.requireObject(body).get("alertAt"), errors);
    errors.throwIfAny();
    return new Budget(
        Objects.requireNonNull(monthly), Objects.requireNonNull(given), alerts, hardLimit);
  }

  private static BigInteger positive(String text) {
    if (!text.matches("\\d{1,9}(\\.\\d{1,12})?")) {
      throw new IllegalArgumentException();
    }
    BigInteger picos = Amount.parse(text);
    if (picos.signum() <= 0) {
      throw new IllegalArgumentException();
    }
    return picos;
  }

  private static List<Integer> alerts(@Nullable JsonNode given, FieldErrors errors) {
    if (given == null || given.isNull()) {
      return DEFAULT_ALERTS;
    }
    var alerts = new TreeSet<Integer>();
    if (given.isArray() && given.size() <= MOST_ALERTS) {
      given
          .valueStream()
          .filter(one -> one.isIntegralNumber() && one.canConvertToInt())
          .map(JsonNode::intValue)
          .filter(one -> one >= 1 && one <= HIGHEST_ALERT)
          .forEach(alerts::add);
    }
    if (!given.isArray() || alerts.size() != given.size()) {
      errors.add(
          "/alertAt",
          "must be a list of at most 10 different percentages, whole numbers from 1 to 500");
    }
    return new ArrayList<>(alerts);
  }
}
