package dev.perennial.usage.query;

import dev.perennial.api.identity.Reader;
import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.QueryText;
import dev.perennial.usage.price.PriceBook;
import dev.perennial.usage.price.PriceBooks;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parameters that several requests have. */
public final class UsageRequest {

  private UsageRequest() {}

  /**
   * Returns whose usage is requested: one's own, or with the role admin any or that of everybody.
   *
   * @return null for everybody
   */
  public static @Nullable String owner(ApiRequest request, Reader reader, FieldErrors errors) {
    Optional<String> owner = QueryText.read(request, "owner", errors);
    if (reader.seesAll()) {
      return owner.orElse(null);
    }
    if (owner.isPresent() && !owner.get().equals(reader.user())) {
      errors.add("/owner", "must be your own user id, unless you have the role admin");
    }
    return reader.user();
  }

  /** Returns the price book that the request names; the default if it names none. */
  public static PriceBook book(ApiRequest request, PriceBooks books, FieldErrors errors) {
    String id = request.param("book").orElse(PriceBooks.DEFAULT);
    return books
        .named(id)
        .orElseGet(
            () -> {
              errors.add(
                  "/book",
                  books.all().stream()
                      .map(PriceBook::id)
                      .collect(Collectors.joining(", ", "must be one of ", "")));
              return books.all().iterator().next();
            });
  }
}
