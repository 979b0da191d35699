package dev.perennial.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.events.EventJson;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.cornutum.tcases.SystemTestDef;
import org.cornutum.tcases.openapi.io.TcasesOpenApiIO;
import org.cornutum.tcases.openapi.resolver.MessageData;
import org.cornutum.tcases.openapi.resolver.ParamData;
import org.cornutum.tcases.openapi.resolver.RequestCase;
import org.cornutum.tcases.openapi.resolver.RequestCaseDef;
import org.cornutum.tcases.openapi.resolver.RequestCaseResolver;
import org.cornutum.tcases.openapi.resolver.RequestCases;
import org.cornutum.tcases.openapi.testwriter.RequestCaseUtils;
import org.cornutum.tcases.openapi.testwriter.encoder.DataValueJson;
import org.cornutum.tcases.openapi.testwriter.encoder.DataValueText;
import org.cornutum.tcases.resolve.ResolverContext;
import org.cornutum.tcases.resolve.ResolverException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The requests that Tcases generates for the document: valid ones, and ones with one fault each.
 */
final class GeneratedRequests {

  /** Of a value that satisfies its schema; a case without one is left out. */
  private static final int MAX_TRIES = 200;

  private final SystemTestDef tests;

  GeneratedRequests(JsonNode document) {
    byte[] json = EventJson.MAPPER.writeValueAsBytes(Openapi30.of(document));
    tests = TcasesOpenApiIO.getRequestTests(new ByteArrayInputStream(json), "json", null);
  }

  /** All cases of all operations, with values that this seed chooses. */
  List<Request> of(long seed, RealThings things) {
    ResolverContext context =
        ResolverContext.builder().random(new Random(seed)).maxTries(MAX_TRIES).build();
    RequestCaseResolver resolver = new RequestCaseResolver(context);
    List<Request> requests = new ArrayList<>();
    for (RequestCaseDef definition : RequestCases.getRequestCaseDefs(tests)) {
      resolved(resolver, definition)
          .ifPresent(generated -> requests.add(request(seed, generated, things)));
    }
    return requests;
  }

  /** Empty if Tcases finds no value that it wants, such as one without an allowed name. */
  private static Optional<RequestCase> resolved(
      RequestCaseResolver resolver, RequestCaseDef definition) {
    try {
      return Optional.ofNullable(resolver.resolve(definition));
    } catch (ResolverException impossible) {
      return Optional.empty();
    }
  }

  private static Request request(long seed, RequestCase generated, RealThings things) {
    String template = generated.getPath();
    String path = template;
    List<String> query = new ArrayList<>();
    Map<String, String> headers = new LinkedHashMap<>();
    for (ParamData param : generated.getParams()) {
      switch (param.getLocation()) {
        case PATH ->
            path = path.replace("{" + param.getName() + "}", pathValue(template, param, things));
        case QUERY -> query.addAll(queryValues(template, param, things));
        case HEADER ->
            RequestCaseUtils.getHeaderParameterValue(param)
                .ifPresent(value -> headers.put(param.getName(), value));
        case COOKIE -> throw new IllegalStateException("the API has no cookies: " + param);
      }
    }
    byte[] body = body(generated.getBody(), headers, template, things);
    String name =
        "seed %d, case %d: %s"
            .formatted(
                seed,
                generated.getId(),
                generated.isFailure() ? generated.getInvalidInput() : "valid");
    String target = query.isEmpty() ? path : path + "?" + String.join("&", query);
    return new Request(
        name, generated.getOperation().toUpperCase(Locale.ROOT), template, target, headers, body);
  }

  private static String pathValue(String template, ParamData param, RealThings things) {
    String generated = RequestCaseUtils.getPathParameterValue(param, true);
    return param.isValid() ? things.valueOf(template, param.getName(), generated) : generated;
  }

  private static List<String> queryValues(String template, ParamData param, RealThings things) {
    return RequestCaseUtils.getQueryParameters(param, true).stream()
        .map(
            entry ->
                entry.getKey()
                    + "="
                    + (param.isValid()
                        ? things.valueOf(template, entry.getKey(), entry.getValue())
                        : entry.getValue()))
        .toList();
  }

  private static byte @Nullable [] body(
      @Nullable MessageData body, Map<String, String> headers, String template, RealThings things) {
    if (body == null || body.getValue() == null) {
      return null;
    }
    String type = String.valueOf(body.getMediaType());
    headers.put("Content-Type", type);
    if (type.contains("json") && !type.contains("ndjson")) {
      JsonNode json = EventJson.MAPPER.readTree(DataValueJson.toJson(body.getValue()));
      if (body.isValid()) {
        useThings(json, template, things);
      }
      return EventJson.MAPPER.writeValueAsBytes(json);
    }
    String text =
        type.equals("application/x-www-form-urlencoded")
            ? RequestCaseUtils.formUrlEncoded(body, true).stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("&"))
            : DataValueText.toText(body.getValue());
    return text.getBytes(UTF_8);
  }

  private static void useThings(JsonNode json, String template, RealThings things) {
    if (json instanceof ObjectNode object) {
      for (String name : List.of("listId", "taskId")) {
        if (object.path(name).isString()) {
          object.put(name, things.valueOf(template, name, ""));
        }
      }
    }
    StreamSupport.stream(json.spliterator(), false)
        .forEach(child -> useThings(child, template, things));
  }
}
