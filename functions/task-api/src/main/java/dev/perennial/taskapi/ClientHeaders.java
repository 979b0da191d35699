package dev.perennial.taskapi;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.events.Client;
import dev.perennial.tasks.Act;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;

/** What a person acts with and when, as the client says of itself. */
final class ClientHeaders {

  private static final String KIND = "X-Client-Kind";
  private static final String DEVICE = "X-Device-Id";
  private static final String HAPPENED_AT = "X-Happened-At";
  private static final String KIND_UNLESS_TOLD = "api";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

  private ClientHeaders() {}

  static Act act(ServerRequest request, String user, Instant now) {
    return new Act(user, client(request), now, HappenedAt.of(happenedAt(request), now));
  }

  static Client client(ServerRequest request) {
    var kind = name(request, KIND);
    return new Client(kind == null ? KIND_UNLESS_TOLD : kind, name(request, DEVICE));
  }

  private static @Nullable Instant happenedAt(ServerRequest request) {
    var value = request.headers().firstHeader(HAPPENED_AT);
    try {
      return value == null ? null : HappenedAt.parse(value);
    } catch (DateTimeException notOne) {
      throw ProblemException.invalid("/" + HAPPENED_AT, HappenedAt.FORM);
    }
  }

  private static @Nullable String name(ServerRequest request, String header) {
    var value = request.headers().firstHeader(header);
    if (value != null && !NAME.matcher(value).matches()) {
      throw ProblemException.invalid(
          "/" + header, "must be 1 to 64 letters, digits, dots, dashes, colons or underscores");
    }
    return value;
  }
}
