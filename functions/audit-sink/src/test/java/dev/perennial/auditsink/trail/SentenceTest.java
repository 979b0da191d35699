package dev.perennial.auditsink.trail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.auditsink.chain.Entry;
import dev.perennial.auditsink.chain.EventMetadata;
import dev.perennial.auditsink.chain.SealingKey;
import dev.perennial.events.EventJson;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SentenceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      value = {
        "task.created   | {'task': {'title': 'Ferns'}, 'changes': {}} | ada created the task"
            + " “Ferns”.",
        "task.created   | {'task': {'title': 'Ferns'}, 'changes': {'title': {'from': null, 'to':"
            + " 'Ferns'}, 'listId': {'from': null, 'to': 'l'}, 'priority': {'from': null, 'to':"
            + " 'high'}, 'recurrence': {'from': null, 'to': {'frequency': 'daily', 'interval':"
            + " 3}}}} | ada created the task “Ferns” with priority “high”, recurrence every 3"
            + " days.",
        "task.updated   | {'changes': {'recurrence': {'from': {'frequency': 'daily', 'interval':"
            + " 1}, 'to': null}}} | ada changed the task: recurrence from every day to nothing.",
        "task.updated   | {'changes': {'recurrence': {'from': null, 'to': {'frequency':"
            + " 'lunar'}}}} | ada changed the task: recurrence from nothing to lunar.",
        "task.completed | {'task': {'title': 'Ferns'}, 'changes': {'status': {'from': 'open', 'to':"
            + " 'completed'}}} | ada completed the task “Ferns”.",
        "task.updated   | {'changes': {'priority': {'from': 'none', 'to': 'high'}}} | ada changed"
            + " the task: priority from “none” to “high”.",
        "task.updated   | {'changes': {'tags': {'from': [], 'to': ['home', 'green']}}} | ada"
            + " changed the task: tags from none to “home”, “green”.",
        "task.updated   | {'changes': {'description': {'from': null, 'to': 'Twice'}}} | ada changed"
            + " the task: description from nothing to “Twice”.",
        "task.updated   | {'changes': {'title': {'from': 'A', 'to': 'A', 'lost': 'B'}}} | ada"
            + " changed the task: title from “A” to “A”, where a later write won over “B”.",
        "task.scheduled | {'changes': {'due': {'from': null, 'to': {'date': '2026-03-02', 'time':"
            + " '08:30', 'zone': null}}}} | ada scheduled the task: due from nothing to 2026-03-02"
            + " 08:30.",
        "task.deleted   | {'task': {'title': 'Ferns'}, 'changes': {}} | ada deleted the task"
            + " “Ferns”.",
        "task.restored  | {'task': {'title': 'Ferns'}, 'changes': {}} | ada restored the task"
            + " “Ferns”.",
        "reminder.failed | {'reason': 'no such mailbox'} | A reminder could not be delivered (no"
            + " such mailbox).",
        "wish.granted   | {} | ada caused dev.perennial.wish.granted.v1.",
      })
  void an_event_is_described_in_a_sentence(String type, String data, String sentence) {
    JsonNode json = EventJson.MAPPER.readTree(data.replace('\'', '"'));

    assertThat(Sentence.of(new OpenedEntry(entry(type), json, false))).isEqualTo(sentence);
  }

  @Test
  void an_erased_or_altered_payload_is_described_without_its_content() {
    assertThat(Sentence.of(new OpenedEntry(entry("task.updated"), null, false)))
        .isEqualTo("ada changed the task; the content was erased.");
    assertThat(Sentence.of(new OpenedEntry(entry("task.updated"), null, true)))
        .isEqualTo("ada changed the task; the content cannot be trusted.");
  }

  private static Entry entry(String type) {
    var now = Instant.parse("2026-03-01T08:00:00Z");
    var metadata =
        new EventMetadata(
            "ada",
            "1",
            "/functions/task-api",
            "dev.perennial." + type + ".v1",
            "task",
            now,
            "ada",
            null,
            List.of(),
            List.of("ada"));
    return Entry.after(
        Entry.beforeFirst("ada"), metadata, now, SealingKey.random(), "{}".getBytes(UTF_8));
  }
}
