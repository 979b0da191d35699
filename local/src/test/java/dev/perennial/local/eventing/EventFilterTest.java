package dev.perennial.local.eventing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.local.manifest.Filter;
import dev.perennial.local.manifest.Filter.All;
import dev.perennial.local.manifest.Filter.Any;
import dev.perennial.local.manifest.Filter.Exact;
import dev.perennial.local.manifest.Filter.Not;
import dev.perennial.local.manifest.Filter.Prefix;
import dev.perennial.local.manifest.Filter.Suffix;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventFilterTest {

  private static final Filter YES = new Exact(Map.of("id", "1"));
  private static final Filter NO = new Exact(Map.of("id", "2"));

  private final CloudEvent event =
      CloudEventBuilder.from(EventingFixture.event("1", "dev.perennial.task.completed.v1"))
          .withExtension("actor", "ada")
          .build();

  @Test
  void every_event_is_accepted_without_a_filter() {
    assertThat(accepts()).isTrue();
  }

  @Test
  void exact_compares_attributes_and_extensions() {
    assertThat(accepts(new Exact(Map.of("id", "1", "actor", "ada")))).isTrue();
    assertThat(accepts(new Exact(Map.of("id", "1", "actor", "grace")))).isFalse();
    assertThat(accepts(new Exact(Map.of("type", "DEV.perennial.task.completed.v1")))).isFalse();
  }

  @Test
  void prefix_compares_the_beginning() {
    assertThat(accepts(new Prefix(Map.of("type", "dev.perennial.task.")))).isTrue();
    assertThat(accepts(new Prefix(Map.of("type", "perennial")))).isFalse();
  }

  @Test
  void suffix_compares_the_end() {
    assertThat(accepts(new Suffix(Map.of("type", ".completed.v1")))).isTrue();
    assertThat(accepts(new Suffix(Map.of("type", ".completed")))).isFalse();
  }

  @Test
  void an_event_without_the_attribute_is_rejected() {
    assertThat(accepts(new Exact(Map.of("subject", "a")))).isFalse();
    assertThat(accepts(new Prefix(Map.of("owner", "a")))).isFalse();
    assertThat(accepts(new Not(new Exact(Map.of("owner", "a"))))).isTrue();
  }

  @Test
  void exact_compares_attributes_that_are_no_strings() {
    assertThat(accepts(new Exact(Map.of("source", "/tests", "specversion", "1.0")))).isTrue();
  }

  @Test
  void a_time_is_compared_in_its_canonical_form() {
    CloudEvent atMidnight =
        CloudEventBuilder.from(event)
            .withTime(OffsetDateTime.parse("2026-11-30T01:00:00+01:00"))
            .build();

    assertThat(accepts(atMidnight, new Exact(Map.of("time", "2026-11-30T00:00:00Z")))).isTrue();
    assertThat(accepts(atMidnight, new Prefix(Map.of("time", "2026-11-30T01")))).isFalse();
  }

  @Test
  void all_requires_every_nested_filter() {
    assertThat(accepts(new All(List.of(YES, YES)))).isTrue();
    assertThat(accepts(new All(List.of(YES, NO)))).isFalse();
  }

  @Test
  void any_requires_one_nested_filter() {
    assertThat(accepts(new Any(List.of(NO, YES)))).isTrue();
    assertThat(accepts(new Any(List.of(NO, NO)))).isFalse();
  }

  @Test
  void not_inverts_the_nested_filter() {
    assertThat(accepts(new Not(NO))).isTrue();
    assertThat(accepts(new Not(YES))).isFalse();
  }

  @Test
  void filters_can_be_nested() {
    assertThat(accepts(new Not(new Any(List.of(NO, new All(List.of(YES, NO))))))).isTrue();
  }

  @Test
  void every_filter_of_the_list_must_accept() {
    assertThat(accepts(YES, YES)).isTrue();
    assertThat(accepts(YES, NO)).isFalse();
  }

  private boolean accepts(Filter... filters) {
    return accepts(event, filters);
  }

  private static boolean accepts(CloudEvent event, Filter... filters) {
    return new EventFilter(List.of(filters)).accepts(event);
  }
}
