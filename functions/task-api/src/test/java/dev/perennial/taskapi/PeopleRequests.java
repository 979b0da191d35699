package dev.perennial.taskapi;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Each request on lists, members, their tasks and profiles once. */
final class PeopleRequests {

  private static final String STRANGE = "00000000-0000-0000-0000-000000000000";
  private static final String NOWHERE = "/v1/lists/" + STRANGE + "/tasks/" + STRANGE;
  private static final String TOO_LARGE = " ".repeat(70_000);

  private final Api ada;

  PeopleRequests(Api ada) {
    this.ada = ada;
  }

  /** The API with users of all roles and all kinds of bodies. */
  List<Api.Response> inEveryWay() {
    var grace = Api.asSomebodyNew();
    var shared = task();
    ada.share(listOf(shared), grace, "viewer");
    ada.share(listOf(shared), Api.as("hugo"), "viewer");
    return Stream.of(
            everything(ada, task()),
            everything(as("If-None-Match", "\"1\", \"2\""), task()),
            everything(as("If-Match", "\"0\""), task()),
            everything(as("X-Device-Id", "not a name"), task()),
            everything(as("Content-Type", "text/plain"), task()),
            everything(ada, task(), _ -> TOO_LARGE),
            everything(grace, shared),
            everything(grace, NOWHERE),
            List.of(ada.get(listOf(task()) + "/tasks?limit=0")),
            confirmation(Api.asSomebodyNew()),
            invitations(Api.asSomebodyNew()),
            List.of(
                Api.asSomebodyNew().delete("/v1/me"),
                as("X-Device-Id", "no name").delete("/v1/me")))
        .flatMap(List::stream)
        .toList();
  }

  /** Each operation as a user without access, on an unknown list. */
  static List<Api.Response> everything(Api somebody) {
    return Stream.concat(
            everything(somebody, NOWHERE, _ -> "{}").stream(), Stream.of(somebody.delete("/v1/me")))
        .toList();
  }

  private static List<Api.Response> everything(Api somebody, String task) {
    return everything(somebody, task, "{'%s':'viewer'}"::formatted);
  }

  private static List<Api.Response> everything(
      Api somebody, String task, UnaryOperator<String> body) {
    var list = listOf(task);
    return List.of(
        somebody.get("/v1/me"),
        somebody.put("/v1/me", body.apply("displayName")),
        somebody.post("/v1/me/email-confirmation", ""),
        somebody.get("/v1/email-confirmations/" + STRANGE),
        somebody.post("/v1/email-confirmations/" + STRANGE, ""),
        somebody.get("/v1/lists"),
        somebody.post("/v1/lists", body.apply("name")),
        somebody.get(list),
        somebody.patch(list, body.apply("name")),
        somebody.put(list + "/members/hugo", body.apply("role")),
        somebody.delete(list + "/members/hugo"),
        somebody.put(list + "/members", body.apply("userId':'hugo','role")),
        somebody.delete(list + "/members?userId=hugo"),
        somebody.get(list + "/invitations"),
        somebody.get("/v1/invitations"),
        somebody.post(Api.invitation(list) + "/accept", ""),
        somebody.post(Api.invitation(list) + "/decline", ""),
        somebody.get(list + "/tasks"),
        somebody.post(list + "/tasks", body.apply("title")),
        somebody.get(task),
        somebody.patch(task, body.apply("title")),
        somebody.delete(task),
        somebody.delete(list));
  }

  private static List<Api.Response> confirmation(Api somebody) {
    somebody.put("/v1/me", "{'email':'%s@example.org'}".formatted(somebody.user)).expect(200);
    var requested = somebody.post("/v1/me/email-confirmation", "");
    var link = EmailConfirmationIT.link(somebody);
    return List.of(requested, somebody.get(link), somebody.post(link, ""));
  }

  private List<Api.Response> invitations(Api somebody) {
    var all = new ArrayList<Api.Response>();
    for (var answer : List.of("/accept", "/decline")) {
      var list = listOf(task());
      ada.put(list + "/members/" + somebody.user, "{'role':'viewer'}").expect(200);
      all.add(somebody.post(Api.invitation(list) + answer, ""));
    }
    return all;
  }

  private static String listOf(String task) {
    return task.replaceFirst("/tasks/.*", "");
  }

  private Api as(String header, String value) {
    return Api.as(ada.user).with(header, value);
  }

  /** The path of a new task in a new list. */
  private String task() {
    var list = ada.post("/v1/lists", "{'name':'Garden'}").expect(201).header("Location");
    var task = ada.post(list + "/tasks", "{'title':'a'}").expect(201).text("/id");
    return list + "/tasks/" + task;
  }
}
