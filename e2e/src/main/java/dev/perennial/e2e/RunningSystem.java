package dev.perennial.e2e;

import dev.perennial.events.EventJson;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * The one-machine platform in a process of its own with an empty data directory, as {@code ./run}
 * starts it.
 */
public final class RunningSystem implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(10);
  private static final Duration STOP = Duration.ofMinutes(3);

  private static final Pattern CONFIRMATION_LINK =
      Pattern.compile("/v1/email-confirmations/[0-9a-f-]{36}");

  private final Process process;
  private final Path data;
  private final URI gateway;
  private final Http http;

  private RunningSystem(Process process, Path data, URI gateway) {
    this.process = process;
    this.data = data;
    this.gateway = gateway;
    this.http = new Http(gateway);
    // An interrupted run leaves no system behind.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
  }

  /**
   * Starts the system and waits until it is ready.
   *
   * @param idle how long a function may be idle before it is stopped
   * @param more options of {@code ./run}
   */
  public static RunningSystem start(Duration idle, String... more) {
    try {
      return startOn(Files.createTempDirectory("perennial"), idle, more);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * As {@link #start}, on the data directory of a system that was stopped. Systems start one after
   * the other: several at once on two cores would take longer than a start may take, and could be
   * given the same free port.
   */
  public static synchronized RunningSystem startOn(Path data, Duration idle, String... more) {
    try {
      var port = FreePort.find();
      var process = command(data, port, idle, more).start();
      var system = new RunningSystem(process, data, URI.create("http://127.0.0.1:" + port));
      system.awaitReady(log(data));
      return system;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProcessBuilder command(Path data, int port, Duration idle, String... more) {
    var root = root();
    var target = root.resolve("local/target");
    var log = log(data).toFile();
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@local/jvm.options",
                "-cp",
                target.resolve("local.jar") + File.pathSeparator + target.resolve("lib/*"),
                "dev.perennial.local.Main",
                "--port",
                Integer.toString(port),
                "--data",
                data.toString(),
                "--idle",
                idle.toMillis() + "ms"));
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .directory(root.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log);
  }

  private static Path log(Path data) {
    return data.resolveSibling(data.getFileName() + ".log");
  }

  /** The project's root directory, which holds the shipped YAML. */
  static Path root() {
    for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("knative"))
          && Files.isDirectory(folder.resolve("eventing"))) {
        return folder;
      }
    }
    throw new IllegalStateException("run this inside the project");
  }

  /** A client of this user, with a token of the local issuer. */
  public Person person(String user) {
    return new Person(http.withToken(token(user)));
  }

  /** A token of the local issuer. */
  public String token(String user) {
    return http.get("/local/token?user=" + user).body();
  }

  /**
   * Requests the stream of this user's events, as a device does, and does not wait.
   *
   * @param headers besides the token, such as {@code Last-Event-ID}
   */
  public EventStream stream(String user, Map<String, String> headers) {
    var all = new HashMap<>(headers);
    all.put("Authorization", "Bearer " + token(user));
    return EventStream.open(URI.create(gateway + "/v1/sync/stream"), all);
  }

  public Http http() {
    return http;
  }

  public URI gateway() {
    return gateway;
  }

  /** The response to {@code GET /local/status}. */
  public JsonNode status() {
    return EventJson.MAPPER.readTree(http.get("/local/status").body());
  }

  /** The status of this function. */
  public JsonNode function(String name) {
    return StreamSupport.stream(status().path("functions").spliterator(), false)
        .filter(function -> function.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no function " + name));
  }

  /** The process of this function, which must be running. */
  public ProcessHandle processOf(String function) {
    return ProcessHandle.of(function(function).path("pid").asLong()).orElseThrow();
  }

  /** Stops, starts or restarts Postgres or Kafka. */
  public void infrastructure(String part, String action) {
    var response =
        http.send(
            "POST",
            "/local/faults/" + part,
            Map.of("Content-Type", "application/json"),
            "{\"action\":\"%s\"}".formatted(action));
    if (response.statusCode() >= 300) {
      throw new IllegalStateException("%s %s: %s".formatted(action, part, response.body()));
    }
  }

  /** The captured mails, newest first. */
  public List<JsonNode> mails() {
    return items("/local/mail");
  }

  /**
   * Gives the user the address {@code USER@example.org} and confirms it by the link in the mail, as
   * the reader of its mails does.
   */
  public void reachByMail(Person person, String user) {
    var address = user + "@example.org";
    person.updateProfile("{\"email\":\"%s\"}".formatted(address));
    var response = http.post(awaitConfirmationLink(address), null);
    if (response.statusCode() != 200) {
      throw new IllegalStateException("the confirmation was answered " + response.body());
    }
  }

  /** Whether the captured mail asks to confirm an address. */
  public static boolean isConfirmation(JsonNode mail) {
    return CONFIRMATION_LINK.matcher(mail.toString()).find();
  }

  private String awaitConfirmationLink(String address) {
    var deadline = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < deadline) {
      for (var mail : mails()) {
        var link = CONFIRMATION_LINK.matcher(mail.toString());
        if (mail.path("to").toString().contains(address) && link.find()) {
          return link.group();
        }
      }
      Pause.millis(50);
    }
    throw new IllegalStateException("no mail asked to confirm " + address);
  }

  /** The captured push messages, newest first. */
  public List<JsonNode> pushes() {
    return items("/local/push");
  }

  private List<JsonNode> items(String path) {
    return EventJson.MAPPER.readTree(http.get(path).body()).path("items").valueStream().toList();
  }

  /** Makes the next deliveries of mail fail in this way. */
  public void failMail(int times, String kind) {
    var body = "{\"times\":%d,\"kind\":\"%s\"}".formatted(times, kind);
    var response = http.post("/local/mail/fail", body);
    if (response.statusCode() >= 300) {
      throw new IllegalStateException("the mail server answered " + response.body());
    }
  }

  /** Makes this PingSource tick now. */
  public void tick(String pingSource) {
    var response = http.post("/local/pingsources/" + pingSource + "/tick", null);
    if (response.statusCode() >= 300) {
      throw new IllegalStateException("the tick was answered " + response.body());
    }
  }

  /** The database as its owner, who may do everything. */
  public Postgres postgres() {
    var owner = properties("postgres-owner.properties");
    return new Postgres(
        owner.getProperty("url"), owner.getProperty("user"), owner.getProperty("password"));
  }

  /** The properties of a client of Kafka that may do everything. */
  public Map<String, Object> kafka() {
    return properties("kafka-admin.properties").entrySet().stream()
        .collect(Collectors.toMap(each -> (String) each.getKey(), Map.Entry::getValue));
  }

  private Properties properties(String file) {
    try (var reader = Files.newBufferedReader(data.resolve(file))) {
      var properties = new Properties();
      properties.load(reader);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The data directory. */
  public Path data() {
    return data;
  }

  /** The platform's own process. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the platform did not stop in " + STOP.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitReady(Path log) throws IOException {
    var deadline = System.nanoTime() + START.toNanos();
    while (!isReachable()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroy();
        throw new IllegalStateException("the platform did not start; its log:\n" + lastLines(log));
      }
      Pause.millis(50);
    }
  }

  private static String lastLines(Path log) throws IOException {
    var lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
  }

  private boolean isReachable() {
    try {
      return http.get("/local/status").statusCode() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }
}
