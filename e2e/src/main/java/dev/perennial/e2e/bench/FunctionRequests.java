package dev.perennial.e2e.bench;

import dev.perennial.e2e.Pause;
import dev.perennial.e2e.RunningSystem;
import dev.perennial.e2e.Topic;
import io.cloudevents.CloudEvent;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The functions of a running system, to be started once more without the platform, and the requests
 * that are ordinary for each.
 */
final class FunctionRequests {

  private static final String USER = "user-of-starts";
  private static final int POLL_MILLIS = 20;

  private final RunningSystem system;
  private final String template;
  private final CloudEvent completed;
  private final CloudEvent scheduled;
  private final CloudEvent due;
  private final Map<String, ServerProcess> functions;

  /** Makes every function run once, and keeps the events that this needs. */
  FunctionRequests(RunningSystem system) {
    this.system = system;
    var person = system.person(USER);
    person.updateProfile("{\"zone\":\"UTC\",\"email\":\"%s@example.org\"}".formatted(USER));
    person.registerDevice("device-of-" + USER);
    var task = person.create(recurring(3));
    this.template = task.path("id").asString();
    person.complete(task);
    person.create(recurring(4));
    person.http().get("/v1/sync");
    system.tick("maintenance");
    this.functions = capture();
    this.scheduled = event("task-events", "task.scheduled", template);
    this.completed = event("task-events", "task.completed", template);
    this.due = event("task-reminders", "reminder.due", "");
  }

  private static String recurring(int reminderInSeconds) {
    var at =
        LocalDateTime.now(ZoneOffset.UTC)
            .plusSeconds(reminderInSeconds)
            .truncatedTo(ChronoUnit.SECONDS);
    return """
    {"title":"Started for","due":{"date":"2027-01-01","time":"09:00","zone":"UTC"},
     "recurrence":{"frequency":"daily"},"reminders":[{"at":"%s","zone":"UTC"}]}
    """
        .formatted(at);
  }

  /** By name. */
  Map<String, ServerProcess> functions() {
    return functions;
  }

  /** Requests by which a function starts for an event, by its name. */
  Map<String, Requests> events() {
    var requests = new TreeMap<String, Requests>();
    requests.put("on-completed-recurrence", this::completions);
    requests.put("reminder-scheduler", count -> copies(scheduled, count, true));
    requests.put("audit-sink", count -> copies(completed, count, true));
    requests.put("sync-push", count -> copies(completed, count, true));
    requests.put("task-insights", count -> copies(completed, count, true));
    requests.put("reminder-dispatch", count -> copies(due, count, false));
    return requests;
  }

  /** Requests by which a function starts for a person, by its name. */
  Map<String, Requests> api() {
    var requests = new TreeMap<String, Requests>();
    requests.put("task-api", count -> same(count, api("POST", "/v1/tasks", "{\"title\":\"One\"}")));
    requests.put("sync-push", count -> same(count, api("GET", "/v1/sync?since=0", "")));
    requests.put("audit-sink", count -> same(count, api("GET", "/v1/audit?limit=10", "")));
    requests.put("task-insights", count -> same(count, api("GET", "/v1/insights", "")));
    return requests;
  }

  /** Makes this many different requests. */
  @FunctionalInterface
  interface Requests {
    List<byte[]> make(int count);
  }

  /** Completions of tasks whose next occurrence does not exist yet. */
  private List<byte[]> completions(int count) {
    var tasks = Stream.generate(UUID::randomUUID).limit(count).map(UUID::toString).toList();
    system
        .postgres()
        .execute(
            """
            DO $$ BEGIN
              EXECUTE (
                SELECT format('INSERT INTO tasks.tasks (id, series_id, %%1$s) SELECT n, gen_random_uuid(), %%1$s'
                  ' FROM tasks.tasks, unnest(%%2$L::uuid[]) n WHERE id = %%3$L',
                  string_agg(quote_ident(attname), ', '), '{%s}', '%s')
                FROM pg_attribute WHERE attrelid = 'tasks.tasks'::regclass AND attnum > 0 AND NOT attisdropped
                  AND attgenerated = '' AND attname NOT IN ('id', 'series_id'));
            END $$
            """
                .formatted(String.join(",", tasks), template));
    return tasks.stream().map(task -> request(completed, task)).toList();
  }

  private List<byte[]> copies(CloudEvent event, int count, boolean ofOtherTasks) {
    return Stream.generate(() -> ofOtherTasks ? UUID.randomUUID().toString() : null)
        .limit(count)
        .map(task -> request(event, task == null ? String.valueOf(event.getSubject()) : task))
        .toList();
  }

  private static byte[] request(CloudEvent event, String task) {
    var old = String.valueOf(event.getSubject());
    var headers = new StringBuilder("Content-Type: application/json\r\n");
    header(headers, "specversion", "1.0");
    header(headers, "id", UUID.randomUUID().toString());
    header(headers, "source", event.getSource().toString());
    header(headers, "type", event.getType());
    header(headers, "subject", task);
    header(headers, "time", String.valueOf(event.getTime()));
    for (var name : event.getExtensionNames()) {
      header(headers, name, String.valueOf(event.getExtension(name)).replace(old, task));
    }
    var data = event.getData();
    var body = data == null ? "" : new String(data.toBytes(), StandardCharsets.UTF_8);
    return HttpConnection.request(
        "POST", "/", headers.toString(), body.replace(old, task).getBytes(StandardCharsets.UTF_8));
  }

  private static void header(StringBuilder headers, String attribute, String value) {
    headers.append("ce-").append(attribute).append(": ").append(value).append("\r\n");
  }

  private byte[] api(String method, String path, String body) {
    var headers =
        "Authorization: Bearer %s\r\nContent-Type: application/json\r\n"
            .formatted(system.token(USER));
    return HttpConnection.request(method, path, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  private static List<byte[]> same(int count, byte[] request) {
    return Stream.generate(() -> request).limit(count).toList();
  }

  private CloudEvent event(String topic, String type, String text) {
    return new Topic(system.kafka(), topic)
        .events().stream()
            .filter(event -> Topic.shortType(event).equals(type))
            .filter(event -> new String(data(event), StandardCharsets.UTF_8).contains(text))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no " + type + " in " + topic));
  }

  private static byte[] data(CloudEvent event) {
    var data = event.getData();
    return data == null ? new byte[0] : data.toBytes();
  }

  /** Waits until each function has had a process, whose command and environment are copied. */
  private Map<String, ServerProcess> capture() {
    var captured = new TreeMap<String, ServerProcess>();
    var names = new ArrayList<String>();
    system.status().path("functions").forEach(f -> names.add(f.path("name").asString()));
    while (captured.size() < names.size()) {
      for (var function : system.status().path("functions")) {
        if (function.path("state").asString().equals("running")) {
          captured.computeIfAbsent(
              function.path("name").asString(),
              name -> RunningProcess.copy(name, function.path("pid").asLong()));
        }
      }
      Pause.millis(POLL_MILLIS);
    }
    return captured;
  }
}
