package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.TestPostgres;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What a person can still do while the hard limit of their budget is reached. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SpendingLimitIT {

  private static final String PREVIEW =
      "{'recurrence':{'frequency':'daily'},'due':{'date':'2026-03-01'}}";
  private static final String LINE = "{\"kind\":\"task\",\"title\":\"Water the ferns\"}";

  private final Api api = Api.asSomebodyNew();

  @Test
  void imports_exports_and_previews_are_refused_until_the_end_of_the_month() {
    limit("now() + interval '1 hour'");

    var preview = api.post("/v1/recurrence/preview", PREVIEW).expect(429);
    assertThat(preview.text("/type")).endsWith("/budget-spent");
    assertThat(preview.text("/detail")).contains("PUT /v1/me/budget");
    assertThat(Integer.parseInt(preview.header("Retry-After"))).isBetween(3_000, 3_600);
    assertThat(preview.header("RateLimit")).isNotEmpty();
    assertThat(api.get("/v1/export").expect(429).text("/type")).endsWith("/budget-spent");
    assertThat(
            api.with("Content-Type", TransferIT.LINES)
                .send("POST", "/v1/import", LINE)
                .expect(429)
                .text("/type"))
        .endsWith("/budget-spent");
  }

  @Test
  void tasks_are_created_completed_and_read_as_ever() {
    limit("now() + interval '1 hour'");

    var task =
        api.create(
            "{'title':'Water the"
                + " ferns','due':{'date':'2026-03-01'},'recurrence':{'frequency':'daily'}}");
    api.get(task).expect(200);
    api.post(task + "/complete", "").expect(200);
    api.get("/v1/tasks").expect(200);
    api.post(
            "/v1/batch",
            "{'ops':[{'opId':'4d2f3c1e-5b6a-4c7d-8e9f-0a1b2c3d4e5f','kind':'create','fields':{'title':'Water"
                + " the ferns'}}]}")
        .expect(200);
  }

  @Test
  void a_limit_that_is_over_or_not_reached_refuses_nothing() {
    api.post("/v1/recurrence/preview", PREVIEW).expect(200);
    limit("now() - interval '1 second'");
    api.post("/v1/recurrence/preview", PREVIEW).expect(200);
    limit("NULL");
    api.post("/v1/recurrence/preview", PREVIEW).expect(200);
  }

  private void limit(String until) {
    TestPostgres.shared()
        .execute(
            """
            INSERT INTO usage.budgets (owner, monthly, currency, alert_at, hard_limit, limited_until)
            VALUES ('%s', 1, 'USD', '50', true, %s)
            ON CONFLICT (owner) DO UPDATE SET limited_until = excluded.limited_until
            """
                .formatted(api.user, until));
  }
}
