package dev.perennial.api.request;

import dev.perennial.api.problem.FieldErrors;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads a query parameter that is the name of an enum constant in lower case. */
public final class QueryChoice {

  private QueryChoice() {}

  /**
   * Returns the constant; empty if the parameter is absent.
   *
   * @throws dev.perennial.api.problem.ProblemException 400 if the parameter is invalid
   */
  public static <E extends Enum<E>> Optional<E> read(
      ApiRequest request, String name, Class<E> choices) {
    FieldErrors errors = new FieldErrors();
    Optional<E> choice = read(request, name, choices, errors);
    errors.throwIfAny();
    return choice;
  }

  /** Returns the constant; empty if the parameter is absent, or invalid and added to the errors. */
  public static <E extends Enum<E>> Optional<E> read(
      ApiRequest request, String name, Class<E> choices, FieldErrors errors) {
    Optional<String> text = request.param(name);
    Optional<E> choice =
        text.flatMap(
            given ->
                Arrays.stream(choices.getEnumConstants())
                    .filter(known -> spelled(known).equals(given))
                    .findFirst());
    if (text.isPresent() && choice.isEmpty()) {
      errors.add(
          "/" + name,
          Arrays.stream(choices.getEnumConstants())
              .map(QueryChoice::spelled)
              .collect(Collectors.joining(", ", "must be one of ", "")));
    }
    return choice;
  }

  private static String spelled(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
