package dev.perennial.usage.invoice;

import dev.perennial.api.identity.Reader;
import dev.perennial.api.identity.ReaderResolver;
import dev.perennial.api.page.Page;
import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.usage.price.PriceBook;
import dev.perennial.usage.price.PriceBooks;
import dev.perennial.usage.query.UsageRequest;
import dev.perennial.usage.rating.Rating;
import dev.perennial.usage.store.MonthRow;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** Invoices: one's own, and with the role admin those of any person and of everybody. */
public final class InvoiceEndpoints implements Endpoints {

  private final Invoices invoices;
  private final Rating rating;
  private final PriceBooks books;
  private final ReaderResolver readers;

  public InvoiceEndpoints(
      Invoices invoices, Rating rating, PriceBooks books, ReaderResolver readers) {
    this.invoices = invoices;
    this.rating = rating;
    this.books = books;
    this.readers = readers;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at("/v1/invoices", routes.reads(HttpMethod.GET, this::all).taking("owner", "book"));
    routes.at(
        "/v1/invoices/{month}", routes.reads(HttpMethod.GET, this::one).taking("owner", "book"));
  }

  private Response all(ApiRequest request, String user) {
    Reader reader = readers.of(request, user);
    var errors = new FieldErrors();
    String owner = UsageRequest.owner(request, reader, errors);
    PriceBook book = UsageRequest.book(request, books, errors);
    errors.throwIfAny();
    rating.run();
    return Response.json(
        200,
        Page.ofAll(invoices.months(owner).stream().map(row -> summary(row, owner, book)).toList()));
  }

  private Map<String, Object> summary(MonthRow row, @Nullable String owner, PriceBook book) {
    Invoice invoice = invoices.invoice(Month.ofFirstDay(row.month()), owner);
    PriceBook then = invoice.books().named(book.id()).orElse(book);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("month", invoice.month().toString());
    json.put("frozenAt", row.frozenAt());
    json.put("book", then.id());
    json.put("currency", then.currency());
    json.put("total", invoice.total(then).text());
    return json;
  }

  private Response one(ApiRequest request, String user) {
    Reader reader = readers.of(request, user);
    Month month = month(request.pathVariable("month"));
    var errors = new FieldErrors();
    String owner = UsageRequest.owner(request, reader, errors);
    rating.run();
    Invoice invoice = invoices.invoice(month, owner);
    PriceBook book = UsageRequest.book(request, invoice.books(), errors);
    errors.throwIfAny();
    return Response.json(200, invoice.json(book));
  }

  private static Month month(String text) {
    try {
      if (text.matches("2\\d{3}-\\d{2}")) {
        return new Month(YearMonth.parse(text));
      }
    } catch (DateTimeParseException noMonth) {
      // Is refused below.
    }
    throw ProblemException.notFound("There is no such month; a month is written as 2026-11.");
  }
}
