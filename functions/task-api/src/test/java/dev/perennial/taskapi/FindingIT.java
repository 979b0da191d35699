package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.TestPostgres;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of tasks by criteria and in other orders than that of creation. */
class FindingIT {

  private static final ZoneId KIRITIMATI = ZoneId.of("Pacific/Kiritimati");
  private static final ZoneId NIUE = ZoneId.of("Pacific/Niue");

  private final Api api = Api.asSomebodyNew();

  @Test
  void tasks_are_found_by_tag_priority_and_assignee() {
    api.create("{'title':'Tagged','tags':['home','a/b']}");
    api.create("{'title':'High','priority':'high'}");
    api.create("{'title':'Mine','assignee':'" + api.user + "','tags':['home']}");
    api.create("{'title':'Plain'}");

    assertThat(find("tag=home")).containsExactly("Tagged", "Mine");
    assertThat(find("tag=a%2Fb")).containsExactly("Tagged");
    assertThat(find("tag=Home")).isEmpty();
    assertThat(find("priority=high")).containsExactly("High");
    assertThat(find("priority=none")).containsExactly("Tagged", "Mine", "Plain");
    assertThat(find("assignee=" + api.user)).containsExactly("Mine");
    assertThat(find("assignee=nobody")).isEmpty();
    assertThat(find("tag=home&assignee=" + api.user)).containsExactly("Mine");
    assertThat(find("tag=home&priority=high")).isEmpty();
  }

  @Test
  void a_range_of_due_dates_includes_its_ends() {
    api.create("{'title':'First','due':{'date':'2026-03-01'}}");
    api.create("{'title':'Second','due':{'date':'2026-03-02','time':'23:59'}}");
    api.create("{'title':'Third','due':{'date':'2026-03-03','time':'00:00'}}");
    api.create("{'title':'Never'}");

    assertThat(find("dueFrom=2026-03-02")).containsExactly("Second", "Third");
    assertThat(find("dueTo=2026-03-02")).containsExactly("First", "Second");
    assertThat(find("dueFrom=2026-03-02&dueTo=2026-03-02")).containsExactly("Second");
    assertThat(find("dueFrom=1900-01-01&dueTo=9999-12-31"))
        .containsExactly("First", "Second", "Third");
  }

  @Test
  void a_task_is_overdue_when_its_time_has_passed_in_its_zone() {
    for (var zone : List.of(KIRITIMATI, NIUE)) {
      var now = LocalDateTime.now(zone).truncatedTo(ChronoUnit.SECONDS);
      due("Past in " + zone, now.minusMinutes(10), zone);
      due("Future in " + zone, now.plusMinutes(10), zone);
    }
    var utc = LocalDateTime.now(ZoneId.of("UTC")).truncatedTo(ChronoUnit.SECONDS);
    api.create(
        "{'title':'Floating','due':{'date':'%s','time':'%tT'}}"
            .formatted(utc.minusMinutes(10).toLocalDate(), utc.minusMinutes(10)));
    api.create("{'title':'Whenever'}");

    assertThat(find("overdue=true"))
        .containsExactly("Past in " + KIRITIMATI, "Past in " + NIUE, "Floating");
    assertThat(find("overdue=false")).hasSize(6);
  }

  @Test
  void an_all_day_task_is_overdue_when_its_day_has_ended_where_the_user_is() {
    var today = LocalDate.now(NIUE);
    api.create("{'title':'Today','due':{'date':'" + today + "'}}");
    api.create("{'title':'Before','due':{'date':'" + today.minusDays(1) + "'}}");

    profile(NIUE);
    assertThat(find("overdue=true")).contains("Before");
    profile(KIRITIMATI);
    // It is a day later there, or two.
    assertThat(find("overdue=true")).containsExactly("Today", "Before");
  }

  @Test
  void a_closed_task_is_not_overdue() {
    var done = api.create("{'title':'Done','due':{'date':'2026-01-01'}}");
    api.create("{'title':'Open','due':{'date':'2026-01-01'}}");
    api.post(done + "/complete", "").expect(200);

    assertThat(find("overdue=true&status=all")).containsExactly("Open");
    assertThat(find("overdue=true&status=completed")).isEmpty();
    assertThat(find("dueTo=2026-01-01&status=completed")).containsExactly("Done");
    assertThat(find("dueTo=2026-01-01&status=all")).containsExactly("Done", "Open");
  }

  @Test
  void by_due_those_without_a_date_are_last() {
    api.create("{'title':'Never'}");
    api.create("{'title':'Noon','due':{'date':'2026-03-02','time':'12:00'}}");
    api.create("{'title':'All day','due':{'date':'2026-03-02'}}");
    api.create("{'title':'Before','due':{'date':'2026-03-01','time':'23:59:59'}}");
    api.create("{'title':'Early','due':{'date':'2026-03-02','time':'08:00','zone':'Asia/Tokyo'}}");

    assertThat(find("sort=due")).containsExactly("Before", "All day", "Early", "Noon", "Never");
    assertThat(find("sort=due&status=all")).isEqualTo(find("sort=due"));
    assertThat(find("sort=due&dueFrom=2026-03-02")).containsExactly("All day", "Early", "Noon");
  }

  @Test
  void by_priority_the_highest_is_first_and_equals_are_by_creation() {
    for (var priority : List.of("none", "low", "high", "medium", "high")) {
      api.create("{'title':'" + priority + "','priority':'" + priority + "'}");
    }

    assertThat(find("sort=priority")).containsExactly("high", "high", "medium", "low", "none");
    assertThat(find("sort=priority&status=all")).isEqualTo(find("sort=priority"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"created", "due", "priority"})
  void pages_of_every_order_hold_every_task_once_over_several_lists(String sort) {
    var garden = api.post("/v1/lists", "{'name':'Garden'}").expect(201).text("/id");
    for (int i = 0; i < 24; i++) {
      var list = i % 2 == 0 ? "'listId':'" + garden + "'," : "";
      var due = i % 3 == 0 ? "" : "'due':{'date':'2026-03-0" + (1 + i % 5) + "'},";
      var priority = List.of("high", "low", "none").get(i % 3);
      api.create("{" + list + due + "'priority':'" + priority + "','title':'" + i + "'}");
    }

    for (var status : List.of("open", "all")) {
      var query = "sort=" + sort + "&status=" + status;
      var whole = find(query + "&limit=200");
      assertThat(whole).hasSize(24).doesNotHaveDuplicates();
      for (int limit : List.of(1, 5, 24)) {
        assertThat(walk(query + "&limit=" + limit)).as(query + limit).isEqualTo(whole);
      }
    }
  }

  @Test
  void the_tasks_of_a_list_are_found_by_the_same_parameters() {
    var garden = api.post("/v1/lists", "{'name':'Garden'}").expect(201).header("Location");
    api.post(garden + "/tasks", "{'title':'Low','priority':'low'}").expect(201);
    api.post(garden + "/tasks", "{'title':'High','priority':'high','tags':['x']}").expect(201);
    api.create("{'title':'Elsewhere','priority':'high','tags':['x']}");

    assertThat(titles(api.get(garden + "/tasks?sort=priority").expect(200)))
        .containsExactly("High", "Low");
    assertThat(titles(api.get(garden + "/tasks?tag=x").expect(200))).containsExactly("High");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sort=urgency | must be one of created, due, priority",
        "priority=urgent | must be one of high, medium, low, none",
        "overdue=1 | must be one of true, false",
        "dueFrom=today | must be a date from 1900-01-01 to 9999-12-31",
        "dueFrom=2026-03-02&dueTo=2026-03-01 | must be dueFrom or later",
      })
  void an_error_says_what_would_be_right(String query, String detail) {
    assertThat(api.get("/v1/tasks?" + query).expect(400).text("/errors/0/detail"))
        .isEqualTo(detail);
  }

  @Test
  void text_is_found_in_title_and_description() {
    api.create("{'title':'Water the ferns','description':'In the garden, by the G\u00c4RTNER'}");
    api.create("{'title':'Plan the holiday'}");

    assertThat(find("q=ferns")).containsExactly("Water the ferns");
    assertThat(find("q=FERN")).containsExactly("Water the ferns");
    assertThat(find("q=arden")).containsExactly("Water the ferns");
    assertThat(find("q=g%C3%A4rt")).containsExactly("Water the ferns");
    assertThat(find("q=garden+water")).containsExactly("Water the ferns");
    assertThat(find("q=garden+holiday")).isEmpty();
    assertThat(find("q=planning")).as("by its stem").containsExactly("Plan the holiday");
    assertThat(find("q=the")).as("a stop word").hasSize(2);
    assertThat(find("q=wa")).as("the beginning of a word").containsExactly("Water the ferns");
    assertThat(find("q=te")).as("the middle of a word").isEmpty();
    assertThat(find("q=ho+pl")).containsExactly("Plan the holiday");
  }

  @ParameterizedTest
  @ValueSource(strings = {"100%25", "%25+of", "c%5Cd", "a_b", "a_", "c%5C"})
  void characters_of_patterns_are_found_as_they_are(String words) {
    api.create("{'title':'Nothing of the kind: cxd, axb, 1000'}");
    var body = "{\"title\":\"100% of c\\\\d and a_b\"}";
    api.send("POST", "/v1/tasks", body).expect(201);

    assertThat(find("q=" + words)).containsExactly("100% of c\\d and a_b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%27%3B+DROP+TABLE", "%25L", "%241", "%5Cm", "(", "%5B", "*", "%3A*", "!", "%26"})
  void words_are_never_part_of_a_statement(String words) {
    api.create("{'title':'Water'}");

    assertThat(find("q=" + words)).isEmpty();
  }

  @Test
  void text_is_found_after_an_edit_and_not_after_a_deletion() {
    var task = api.create("{'title':'Water the ferns'}");
    assertThat(find("q=ferns")).hasSize(1);

    api.patch(task, "{'title':'Water the roses'}").expect(200);
    assertThat(find("q=ferns")).isEmpty();
    assertThat(find("q=roses")).hasSize(1);

    api.delete(task).expect(204);
    assertThat(find("q=roses")).isEmpty();
  }

  @Test
  void text_is_combined_with_every_other_parameter() {
    api.create("{'title':'Fern A','priority':'low','due':{'date':'2026-03-02'}}");
    api.create("{'title':'Fern B','priority':'high','tags':['x'],'due':{'date':'2026-03-01'}}");
    api.create("{'title':'Fern C','assignee':'" + api.user + "'}");
    var done = api.create("{'title':'Fern D'}");
    api.post(done + "/complete", "").expect(200);
    api.create("{'title':'Rose','priority':'high'}");

    assertThat(find("q=fern")).containsExactly("Fern A", "Fern B", "Fern C");
    assertThat(find("q=fern&sort=due")).containsExactly("Fern B", "Fern A", "Fern C");
    assertThat(find("q=fern&sort=priority")).containsExactly("Fern B", "Fern A", "Fern C");
    assertThat(find("q=fern&priority=high")).containsExactly("Fern B");
    assertThat(find("q=fern&tag=x")).containsExactly("Fern B");
    assertThat(find("q=fern&assignee=" + api.user)).containsExactly("Fern C");
    assertThat(find("q=fern&dueFrom=2026-03-02")).containsExactly("Fern A");
    assertThat(find("q=fern&overdue=true")).containsExactly("Fern A", "Fern B");
    assertThat(find("q=fern&status=completed")).containsExactly("Fern D");
    assertThat(find("q=fern&status=all")).hasSize(4);
    for (var sort : List.of("created", "due", "priority")) {
      var query = "q=fern&status=all&sort=" + sort;
      assertThat(walk(query + "&limit=1")).isEqualTo(find(query));
      assertThat(walk(query + "&limit=3")).isEqualTo(find(query));
    }
  }

  /** More than the candidates of the search, and more than the parts of a page. */
  @Test
  void a_word_that_most_tasks_have_is_found_in_pages_too() {
    var list = api.post("/v1/lists", "{'name':'Garden'}").expect(201).text("/id");
    TestPostgres.shared()
        .execute(
            """
            INSERT INTO tasks.tasks (id, owner, created_by, list_id, title, priority, tags, touched, version, created_at, updated_at)
            SELECT gen_random_uuid(), '%1$s', '%1$s', '%2$s', 'Fern ' || n, 'NONE', '{}', true, 1,
              now() - n * interval '1 s', now()
            FROM generate_series(1, 1500) n
            """
                .formatted(api.user, list));

    assertThat(walk("q=fern&limit=200")).hasSize(1500).doesNotHaveDuplicates();
    assertThat(find("q=fern+1499")).containsExactly("Fern 1499");
    assertThat(find("q=fern&sort=due&limit=60")).hasSize(60);
  }

  @Test
  void text_of_others_is_found_by_those_who_may_see_it_only() {
    var stranger = Api.asSomebodyNew();
    var friend = Api.asSomebodyNew();
    var word = "secret" + UUID.randomUUID().toString().replace("-", "");
    var list = api.post("/v1/lists", "{'name':'Garden'}").expect(201);
    api.post(list.header("Location") + "/tasks", "{'title':'Shared','description':'" + word + "'}")
        .expect(201);
    api.create("{'title':'Private " + word + "'}");
    api.share(list.header("Location"), friend, "viewer");

    assertThat(find("q=" + word)).containsExactly("Shared", "Private " + word);
    assertThat(titles(friend.get("/v1/tasks?q=" + word).expect(200))).containsExactly("Shared");
    assertThat(titles(stranger.get("/v1/tasks?q=" + word).expect(200))).isEmpty();
    assertThat(
            titles(stranger.get("/v1/tasks?q=" + word + "&listId=" + list.text("/id")).expect(200)))
        .isEmpty();

    api.delete(list.header("Location") + "/members/" + friend.user).expect(204);
    assertThat(titles(friend.get("/v1/tasks?q=" + word).expect(200))).isEmpty();
  }

  @Test
  void nobody_finds_tasks_of_others() {
    var grace = Api.asSomebodyNew();
    var inbox = api.get(api.create("{'title':'a','tags':['x'],'due':{'date':'2026-01-01'}}"));
    var list = inbox.text("/listId");

    for (var query :
        List.of("tag=x", "overdue=true", "sort=due", "sort=priority", "dueTo=2026-02-01")) {
      assertThat(find(query)).hasSize(1);
      assertThat(titles(grace.get("/v1/tasks?" + query).expect(200))).isEmpty();
      assertThat(titles(grace.get("/v1/tasks?listId=" + list + "&" + query).expect(200))).isEmpty();
    }
  }

  private void due(String title, LocalDateTime at, ZoneId zone) {
    api.create(
        "{'title':'%s','due':{'date':'%s','time':'%tT','zone':'%s'}}"
            .formatted(title, at.toLocalDate(), at, zone));
  }

  private void profile(ZoneId zone) {
    api.put("/v1/me", "{'zone':'" + zone + "'}").expect(200);
  }

  private List<String> find(String query) {
    return titles(api.get("/v1/tasks?" + query).expect(200));
  }

  private List<String> walk(String query) {
    var found = new ArrayList<String>();
    var next = "";
    do {
      var page = api.get("/v1/tasks?" + query + next).expect(200);
      found.addAll(titles(page));
      next = page.at("/nextCursor").isNull() ? "" : "&cursor=" + page.text("/nextCursor");
    } while (!next.isEmpty());
    return found;
  }

  private static List<String> titles(Api.Response page) {
    return page.at("/items").valueStream().map(task -> task.required("title").asString()).toList();
  }
}
