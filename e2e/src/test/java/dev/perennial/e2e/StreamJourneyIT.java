package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.e2e.EventStream.Item;
import dev.perennial.events.EventJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Every device gets every change once and in order, whatever happens to its connection. */
class StreamJourneyIT {

  private static final String SYNC = "sync-push";
  private static final int CHANGES = 9;

  /** Catches a hang; the bench measures the time itself. */
  private static final Duration SOON = Duration.ofMinutes(1);

  private final RunningSystem system = SharedSystem.get();
  private final String user = SharedSystem.newUser();
  private final Person deviceA = system.person(user);

  @Test
  void a_change_on_one_device_is_sent_on_the_stream_of_another() {
    try (var deviceB = open(Map.of())) {
      assertThat(deviceB.status()).isEqualTo(200);

      var id = create("Seen elsewhere");

      Waiting.awaitEventAbout(deviceB, id);
      assertThat(deviceB.items().getFirst().event()).startsWith("dev.perennial.");
      assertThat(EventJson.MAPPER.readTree(deviceB.items().getFirst().data()).at("/data/audience"))
          .hasToString("[\"" + user + "\"]");
      assertThat(medianWait(deviceB)).isLessThan(SOON);
    }
  }

  /** The median time from the response to the write to the event on the stream. */
  private Duration medianWait(EventStream stream) {
    var waits = new TreeSet<Duration>();
    for (int i = 0; i < CHANGES; i++) {
      var id = create("Seen as well");
      var respondedNanos = System.nanoTime();
      waits.add(
          Duration.ofNanos(Waiting.awaitEventAbout(stream, id).arrivedNanos() - respondedNanos));
    }
    return waits.stream().skip(waits.size() / 2).findFirst().orElseThrow();
  }

  @Test
  void a_resumed_stream_sends_everything_that_happened_meanwhile() {
    var before = create("Before");
    String last;
    try (var stream = open(Map.of("Last-Event-ID", "0"))) {
      last = Waiting.awaitEventAbout(stream, before).id();
    }
    var missed = IntStream.range(0, 5).mapToObj(i -> create("Missed " + i)).toList();

    try (var stream = open(Map.of("Last-Event-ID", last))) {
      awaitEvents(stream, missed.size());

      // Events of different tasks are in no particular order, but numbered in sequence.
      assertThat(subjects(stream)).containsExactlyInAnyOrderElementsOf(missed);
      assertGapFree(stream.items(), Long.parseLong(last));
    }
  }

  @Test
  void streams_resume_where_they_were_after_sync_push_was_killed() {
    var seen = create("Before the crash");
    String last;
    try (var stream = open(Map.of("Last-Event-ID", "0"))) {
      last = Waiting.awaitEventAbout(stream, seen).id();
      system.processOf(SYNC).destroyForcibly();
      Waiting.until("the stream is cut off").until(stream::isOver);
    }
    var after = List.of(create("After the crash"), create("And another"));

    try (var stream = open(Map.of("Last-Event-ID", last))) {
      awaitEvents(stream, after.size());
      assertThat(subjects(stream)).containsExactlyInAnyOrderElementsOf(after);
      assertGapFree(stream.items(), Long.parseLong(last));
    }
  }

  @Test
  void an_invited_user_is_told_of_the_invitation_and_of_nothing_in_the_list() {
    var guestName = SharedSystem.newUser();
    var guest = system.person(guestName);
    var list = deviceA.createList("Garden").path("id").asString();
    deviceA.http().put("/v1/lists/" + list + "/members/" + guestName, "{\"role\":\"viewer\"}");
    var hidden = createIn(list, "Only the owner sees it");

    Waiting.until("the owner's feed has the task")
        .untilAsserted(() -> assertThat(feed(deviceA, 0)).contains(hidden));
    Waiting.until("the guest gets the invitation")
        .untilAsserted(() -> assertThat(feed(guest, 0)).contains("invitation.created"));
    assertThat(feed(guest, 0)).doesNotContain(hidden, "list.created");
  }

  @Test
  void a_removed_member_gets_the_removal_and_no_later_event_of_the_list() {
    var guestName = SharedSystem.newUser();
    var guest = system.person(guestName);
    var list = deviceA.createList("Garden").path("id").asString();
    deviceA.share(list, guestName, "viewer", guest);
    var shared = createIn(list, "Both see it");
    Waiting.until("the guest's feed has the task")
        .untilAsserted(() -> assertThat(feed(guest, 0)).contains(shared));

    assertThat(
            deviceA
                .http()
                .send("DELETE", "/v1/lists/" + list + "/members/" + guestName, Map.of(), null)
                .statusCode())
        .isEqualTo(204);
    var hidden = createIn(list, "Only the owner sees it");

    Waiting.until("the owner's feed has the task")
        .untilAsserted(() -> assertThat(feed(deviceA, 0)).contains(hidden));
    Waiting.until("the guest gets the removal")
        .untilAsserted(() -> assertThat(feed(guest, 0)).contains("list.unshared"));
    assertThat(feed(guest, 0)).doesNotContain(hidden);
  }

  @Test
  void an_invalid_or_foreign_cursor_reads_nothing() {
    create("Private");

    for (var wrong : List.of("-1", "abc", "1e3", "99999999999999999999", "%27%20OR%201=1")) {
      assertThat(deviceA.http().get("/v1/sync?since=" + wrong).statusCode())
          .as(wrong)
          .isEqualTo(400);
    }
    var foreign = system.person(SharedSystem.newUser()).http().get("/v1/sync?since=1");
    assertThat(foreign.statusCode()).isEqualTo(410);
    assertThat(EventJson.MAPPER.readTree(foreign.body()).at("/reset").asBoolean()).isTrue();
    assertThat(foreign.body()).doesNotContain("Private");
  }

  private EventStream open(Map<String, String> headers) {
    return system.stream(user, headers);
  }

  private String create(String title) {
    return deviceA.create("{\"title\":\"%s\"}".formatted(title)).path("id").asString();
  }

  private String createIn(String list, String title) {
    var body = "{\"title\":\"%s\",\"listId\":\"%s\"}".formatted(title, list);
    return deviceA.create(body).path("id").asString();
  }

  private static void awaitEvents(EventStream stream, int count) {
    Waiting.until("there are " + count).until(() -> stream.items().size() >= count);
  }

  private static List<String> subjects(EventStream stream) {
    return stream.items().stream()
        .map(item -> EventJson.MAPPER.readTree(item.data()).path("subject").asString())
        .toList();
  }

  private static void assertGapFree(List<Item> items, long after) {
    assertThat(items.stream().map(item -> Long.parseLong(item.id())))
        .containsExactlyElementsOf(
            LongStream.rangeClosed(after + 1, after + items.size()).boxed().toList());
  }

  private static String feed(Person person, long since) {
    return person.http().get("/v1/sync?limit=500&since=" + since).body();
  }
}
