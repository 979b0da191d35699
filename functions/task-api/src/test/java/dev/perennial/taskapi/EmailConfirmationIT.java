package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.runtime.web.FunctionServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A user confirms an e-mail address by a link that only the reader of its mails has. */
class EmailConfirmationIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final String ME = "/v1/me";
  private static final String AGAIN = "/v1/me/email-confirmation";

  private final Api ada = Api.asSomebodyNew();
  private final String address = ada.user + "@example.org";

  @Test
  void a_new_address_is_not_confirmed_and_its_confirmation_is_requested() {
    var profile = set(address);

    assertThat(profile.at("/emailConfirmedAt").isNull()).isTrue();
    assertThat(profile.text("/confirmationRequestedAt")).isEqualTo(profile.text("/updatedAt"));
    assertThat(Events.about(ada.user).getLast().payload().at("/changes").propertyNames())
        .containsExactlyInAnyOrder("email", "confirmationRequestedAt");
  }

  @Test
  void opening_the_link_changes_nothing_and_its_form_confirms_the_address_once() {
    set(address);
    var link = link();
    var before = ada.get(ME).expect(200).header("ETag");

    var page = anybody().get(link).expect(200);
    assertThat(page.raw().body()).contains("<form method=\"post\">");
    assertThat(page.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
    assertThat(ada.get(ME).expect(200).header("ETag")).isEqualTo(before);

    anybody().post(link, "").expect(200);
    var after = ada.get(ME).expect(200);
    assertThat(after.text("/emailConfirmedAt")).isEqualTo(after.text("/updatedAt"));
    assertThat(after.at("/confirmationRequestedAt").isNull()).isTrue();
    assertThat(Events.about(ada.user).getLast().payload().at("/changes").propertyNames())
        .containsExactlyInAnyOrder("emailConfirmedAt", "confirmationRequestedAt");

    anybody().get(link).expect(404);
    anybody().post(link, "").expect(404);
  }

  @Test
  void another_address_is_not_confirmed_and_the_link_for_the_first_confirms_nothing() {
    set(address);
    var first = link();
    set("x" + address);

    anybody().post(first, "").expect(404);
    assertThat(ada.get(ME).at("/emailConfirmedAt").isNull()).isTrue();

    anybody().post(link(), "").expect(200);
    assertThat(ada.get(ME).at("/emailConfirmedAt").isString()).isTrue();
    assertThat(set(address).at("/emailConfirmedAt").isNull()).isTrue();
  }

  @Test
  void other_changes_of_the_profile_keep_the_confirmation() {
    set(address);
    anybody().post(link(), "").expect(200);

    var profile = ada.put(ME, "{'displayName':'Ada'}").expect(200);

    assertThat(profile.at("/emailConfirmedAt").isString()).isTrue();
    assertThat(ada.put(ME, "{'email':null}").expect(200).at("/emailConfirmedAt").isNull()).isTrue();
  }

  @Test
  void an_address_that_an_earlier_release_has_changed_is_not_confirmed() {
    set(address);
    anybody().post(link(), "").expect(200);

    POSTGRES.execute(
        "UPDATE tasks.profiles SET email = 'grace@example.org' WHERE user_id = '%s'"
            .formatted(ada.user));

    assertThat(ada.get(ME).expect(200).at("/emailConfirmedAt").isNull()).isTrue();
  }

  @Test
  void a_link_is_valid_for_three_days() {
    set(address);
    var link = link();
    POSTGRES.execute(
        "UPDATE tasks.email_confirmations SET requested_at = now() - interval '73 hours' WHERE user_id = '%s'"
            .formatted(ada.user));

    anybody().get(link).expect(404);
    anybody().post(link, "").expect(404);
  }

  @Test
  void a_mail_can_be_requested_again_until_the_address_is_confirmed() {
    assertThat(ada.post(AGAIN, "").expect(409).text("/type")).endsWith("/nothing-to-confirm");
    set(address);
    var first = link();

    var again = ada.post(AGAIN, "").expect(200);

    assertThat(again.text("/confirmationRequestedAt")).isEqualTo(again.text("/updatedAt"));
    anybody().post(first, "").expect(404);
    anybody().post(link(), "").expect(200);
    assertThat(ada.post(AGAIN, "").expect(409).text("/type")).endsWith("/nothing-to-confirm");
  }

  @Test
  void a_user_may_request_five_mails_a_day() {
    for (int i = 0; i < 5; i++) {
      set(i + address);
    }

    var refused = ada.put(ME, "{'email':'6%s'}".formatted(address)).expect(429);

    assertThat(refused.text("/detail")).contains("5 confirmation mails a day");
    assertThat(refused.header("Retry-After")).isEqualTo("86400");
    assertThat(ada.get(ME).text("/email")).isEqualTo("4" + address);
    ada.post(AGAIN, "").expect(429);
    POSTGRES.execute(
        "UPDATE tasks.email_confirmations SET requested_at = requested_at - interval '1 day' WHERE user_id = '%s'"
            .formatted(ada.user));
    ada.post(AGAIN, "").expect(200);
  }

  @Test
  void an_address_gets_three_mails_a_day_whoever_requests_them() {
    for (int i = 0; i < 3; i++) {
      var somebody = Api.asSomebodyNew();
      somebody.put(ME, "{'email':'%s'}".formatted(address)).expect(200);
      somebody.delete(ME).expect(204);
    }

    ada.put(ME, "{'email':'%s'}".formatted(address.toUpperCase(java.util.Locale.ROOT))).expect(429);
    set("x" + address);
  }

  @Test
  void no_event_and_no_response_contains_the_token() {
    var seen = new ArrayList<String>();
    seen.add(set(address).raw().body());
    var token = link().substring(link().lastIndexOf('/') + 1);
    seen.add(ada.get(ME).raw().body());
    seen.add(ada.get("/v1/export").raw().body());
    Events.about(ada.user).forEach(event -> seen.add(event.attributes() + "" + event.payload()));

    assertThat(seen)
        .hasSizeGreaterThan(3)
        .allSatisfy(text -> assertThat(text).doesNotContain(token));
  }

  @Test
  void an_erased_user_s_link_confirms_nothing() {
    set(address);
    var link = link();

    ada.delete(ME).expect(204);

    anybody().post(link, "").expect(404);
  }

  @Test
  void guessing_tokens_is_limited_and_the_real_link_is_not() {
    set(address);
    var env = new HashMap<>(Api.issuer());
    env.putAll(Map.of("FAILURE_LIMIT_BURST", "5", "FAILURE_LIMIT_PER_SECOND", "1"));
    try (var function = FunctionServer.start(POSTGRES.settings("task-api", env), Main::wire)) {
      var guesser = Api.in(Http.to(function.port())).with("Authorization", null);
      List<Integer> guesses = new ArrayList<>();
      while (!guesses.contains(429) && guesses.size() < 1_000) {
        var guess = "/v1/email-confirmations/" + UUID.randomUUID();
        guesses.add(guesser.post(guess, "").raw().statusCode());
      }

      assertThat(guesses).containsOnly(404, 429).hasSizeGreaterThanOrEqualTo(6);
      guesser.get(link()).expect(200);
    }
  }

  private Api.Response set(String email) {
    return ada.put(ME, "{'email':'%s'}".formatted(email)).expect(200);
  }

  private static Api anybody() {
    return Api.asSomebodyNew().with("Authorization", null);
  }

  private String link() {
    return link(ada);
  }

  /** The link in the newest confirmation mail to this user. */
  static String link(Api user) {
    return "/v1/email-confirmations/"
        + POSTGRES
            .column(
                "SELECT token FROM tasks.email_confirmations WHERE user_id = '%s' AND token IS NOT NULL"
                    .formatted(user.user))
            .getFirst();
  }
}
