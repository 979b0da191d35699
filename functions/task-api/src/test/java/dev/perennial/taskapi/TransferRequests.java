package dev.perennial.taskapi;

import java.util.List;
import java.util.stream.Stream;

/** Each request of export and import once. */
final class TransferRequests {

  private static final String TASK = "{\"kind\":\"task\",\"id\":\"1\",\"title\":\"a\"}";
  private static final String TOO_LARGE = " ".repeat(10 * 1024 * 1024 + 1);

  private final Api ada;

  TransferRequests(Api ada) {
    this.ada = ada;
  }

  /** The API with all kinds of valid and invalid bodies. */
  List<Api.Response> inEveryWay() {
    return Stream.of(
            everything(ada),
            List.of(
                as("Accept", "text/calendar").get("/v1/export"),
                as("Accept", "image/png").get("/v1/export"),
                as("Accept", "no type").get("/v1/export"),
                as("Content-Type", "text/plain").send("POST", "/v1/import", TASK),
                as("X-Device-Id", "not a name").send("POST", "/v1/import", TASK),
                as("Content-Type", TransferIT.LINES).send("POST", "/v1/import", TOO_LARGE)))
        .flatMap(List::stream)
        .toList();
  }

  static List<Api.Response> everything(Api somebody) {
    var export = somebody.get("/v1/export");
    somebody.with("Content-Type", TransferIT.LINES);
    var responses = List.of(export, somebody.send("POST", "/v1/import", TASK));
    somebody.with("Content-Type", null);
    return responses;
  }

  private Api as(String header, String value) {
    return Api.as(ada.user).with(header, value);
  }
}
