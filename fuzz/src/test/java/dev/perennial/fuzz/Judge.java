package dev.perennial.fuzz;

import dev.perennial.api.testkit.OpenApiDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Says what is wrong with a response, and counts what was seen. */
final class Judge {

  private static final int FIRST_SERVER_ERROR = 500;
  private static final int TOO_MANY_REQUESTS = 429;

  private final Duration atMost;
  private final Map<String, OpenApiDocument> documents = new HashMap<>();
  private final Map<String, TreeMap<Integer, Integer>> seen = new TreeMap<>();

  Judge(Duration atMost) {
    this.atMost = atMost;
    Map<String, OpenApiDocument> ofTags = new HashMap<>();
    OpenApiDocument.ROOT
        .required("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(member -> member.getValue().has("operationId"))
                    .forEach(
                        member ->
                            documents.put(
                                member.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                ofTags.computeIfAbsent(
                                    member.getValue().required("tags").get(0).asString(),
                                    OpenApiDocument::of))));
  }

  /** Every operation of the document, as {@code GET /v1/tasks}. */
  TreeSet<String> operations() {
    return new TreeSet<>(documents.keySet());
  }

  /** How often each status was seen, by operation. */
  Map<String, TreeMap<Integer, Integer>> seen() {
    return seen;
  }

  /** Whether a response of the request's operation was judged before. */
  boolean hasSeen(Request request) {
    return seen.containsKey(operation(request));
  }

  private static String operation(Request request) {
    return request.method() + " " + request.template();
  }

  List<String> faults(Request request, int status) {
    seen.computeIfAbsent(operation(request), _ -> new TreeMap<>()).merge(status, 1, Integer::sum);
    List<String> faults = new ArrayList<>();
    if (status >= FIRST_SERVER_ERROR) {
      faults.add("a server error: " + status);
    }
    if (status == TOO_MANY_REQUESTS) {
      faults.add("the rate limit is off");
    }
    return faults;
  }

  List<String> faults(Request request, Answer answer, Duration took) {
    List<String> faults = faults(request, answer.statusCode());
    if (took.compareTo(atMost) > 0) {
      faults.add("took " + took.toMillis() + " ms");
    }
    OpenApiDocument document = documents.get(request.method() + " " + request.template());
    boolean isOfOperation =
        document.template(request.target()).equals(Optional.of(request.template()));
    if (isOfOperation) {
      faults.addAll(document.violations(request.method(), request.template(), answer));
    }
    return faults.isEmpty() ? faults : with(answer, faults);
  }

  private static List<String> with(Answer answer, List<String> faults) {
    String body = answer.body();
    faults.add(answer.statusCode() + ": " + body.substring(0, Math.min(500, body.length())));
    return faults;
  }
}
