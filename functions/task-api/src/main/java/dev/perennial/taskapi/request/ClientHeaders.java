package dev.perennial.taskapi.request;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.SingleHeader;
import dev.perennial.events.Client;
import dev.perennial.tasks.Command;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the client and the time of a command from the request headers. */
public final class ClientHeaders {

  private static final String KIND = "X-Client-Kind";
  private static final String DEVICE = "X-Device-Id";
  private static final String HAPPENED_AT = "X-Happened-At";
  private static final String DEFAULT_KIND = "api";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

  private ClientHeaders() {}

  public static Command command(ApiRequest request, String user, Instant now) {
    return new Command(user, client(request), now, HappenedAt.of(happenedAt(request), now));
  }

  public static Client client(ApiRequest request) {
    String kind = name(request, KIND);
    return new Client(kind == null ? DEFAULT_KIND : kind, name(request, DEVICE));
  }

  private static @Nullable Instant happenedAt(ApiRequest request) {
    String value = SingleHeader.read(request, HAPPENED_AT);
    try {
      return value == null ? null : HappenedAt.parse(value);
    } catch (DateTimeException invalid) {
      throw ProblemException.invalid("/" + HAPPENED_AT, HappenedAt.FORM);
    }
  }

  private static @Nullable String name(ApiRequest request, String header) {
    String value = SingleHeader.read(request, header);
    if (value != null && !NAME.matcher(value).matches()) {
      throw ProblemException.invalid(
          "/" + header, "must be 1 to 64 letters, digits, dots, dashes, colons or underscores");
    }
    return value;
  }
}
