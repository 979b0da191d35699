package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileIT {

  private static final String ME = "/v1/me";

  private final Api api = Api.asSomebodyNew();
  private final String email = api.user + "@example.org";
  private final String all =
      """
      {'displayName':'Ada L.','zone':'Europe/Berlin','language':'de-CH','email':'%s',
       'defaultReminders':[{'before':'PT15M'},{'before':'P1D'}],'allDayTime':'08:30',
       'channels':{'reminder':['push','email'],'digest':[]},
       'quietHours':{'from':'22:00','to':'07:00'},'digestTime':'07:30',
       'dayStartsAt':'04:00','dailyGoal':5,'weeklyGoal':0}
      """
          .formatted(email);

  @Test
  void every_user_has_an_empty_profile_at_first() {
    var profile = api.get(ME).expect(200);

    assertThat(profile.text("/userId")).isEqualTo(api.user);
    for (var field : new String[] {"displayName", "zone", "language", "email"}) {
      assertThat(profile.at("/" + field).isNull()).as(field).isTrue();
    }
    assertThat(profile.at("/defaultReminders").isNull()).isTrue();
    assertThat(profile.header("ETag")).isEqualTo("\"1\"");
    assertThat(Events.about(api.user)).isEmpty();
  }

  @Test
  void the_response_to_an_edit_equals_later_reads() {
    var profile = api.put(ME, all).expect(200);

    assertThat(profile.at("").toString()).isEqualTo(api.get(ME).expect(200).at("").toString());
    assertThat(profile.text("/displayName")).isEqualTo("Ada L.");
    assertThat(profile.text("/zone")).isEqualTo("Europe/Berlin");
    assertThat(profile.text("/language")).isEqualTo("de-CH");
    assertThat(profile.text("/email")).isEqualTo(email);
    assertThat(profile.at("/defaultReminders").toString())
        .isEqualTo("[{\"before\":\"PT15M\"},{\"before\":\"PT24H\"}]");
    assertThat(profile.text("/allDayTime")).isEqualTo("08:30");
    assertThat(profile.at("/channels").toString())
        .isEqualTo("{\"reminder\":[\"email\",\"push\"],\"digest\":[]}");
    assertThat(profile.at("/quietHours").toString())
        .isEqualTo("{\"from\":\"22:00\",\"to\":\"07:00\"}");
    assertThat(profile.text("/digestTime")).isEqualTo("07:30");
    assertThat(profile.text("/dayStartsAt")).isEqualTo("04:00");
    assertThat(profile.at("/dailyGoal").intValue()).isEqualTo(5);
    assertThat(profile.at("/weeklyGoal").intValue()).isZero();
    assertThat(profile.header("ETag")).isEqualTo("\"2\"");
  }

  @Test
  void a_field_not_mentioned_stays_and_null_clears() {
    api.put(ME, all).expect(200);

    var merged = api.put(ME, "{'language':'en','email':null}").expect(200);

    assertThat(merged.text("/language")).isEqualTo("en");
    assertThat(merged.at("/email").isNull()).isTrue();
    assertThat(merged.text("/displayName")).isEqualTo("Ada L.");
    assertThat(merged.text("/zone")).isEqualTo("Europe/Berlin");
    assertThat(merged.at("/defaultReminders").size()).isEqualTo(2);
    assertThat(api.put(ME, "{'defaultReminders':[]}").expect(200).at("/defaultReminders").size())
        .isZero();
    assertThat(
            api.put(ME, "{'defaultReminders':null}").expect(200).at("/defaultReminders").isNull())
        .isTrue();
  }

  @Test
  void every_change_is_an_event_for_the_user_and_no_change_is_none() {
    api.with("X-Client-Kind", "web").put(ME, "{'zone':'Europe/Berlin'}").expect(200);
    api.put(ME, "{'zone':'Europe/Berlin'}").expect(200);
    api.put(ME, "{}").expect(200);
    api.put(ME, "{'zone':'Asia/Tokyo','language':'ja'}").expect(200);

    var events = Events.about(api.user);
    assertThat(events).extracting(Events.Event::type).containsOnly("profile.updated").hasSize(2);
    assertThat(events.getLast().payload().at("/changes").toString())
        .isEqualTo(
            "{\"zone\":{\"from\":\"Europe/Berlin\",\"to\":\"Asia/Tokyo\"},"
                + "\"language\":{\"from\":null,\"to\":\"ja\"}}");
    assertThat(events.getLast().payload().at("/profile/version").intValue()).isEqualTo(3);
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.audience()).containsExactly(api.user);
              assertThat(event.payload().at("/client/kind").asString()).isEqualTo("web");
              for (var attribute : new String[] {"partitionkey", "actor", "owner"}) {
                assertThat(event.attributes().required(attribute).asString()).isEqualTo(api.user);
              }
            });
  }

  @Test
  void a_profile_is_visible_to_its_user_only() {
    api.put(ME, all).expect(200);

    assertThat(Api.asSomebodyNew().get(ME).expect(200).at("/email").isNull()).isTrue();
  }

  @Test
  void if_match_keeps_a_change_from_overwriting_another() {
    api.put(ME, "{'displayName':'Ada'}").expect(200);

    api.with("If-Match", "\"1\"").put(ME, "{'displayName':'Lost'}").expect(412);
    api.with("If-Match", "\"2\"").put(ME, "{'displayName':'Kept'}").expect(200);
    api.with("If-Match", null).with("If-None-Match", "\"3\"").get(ME).expect(304);
  }

  @ParameterizedTest
  @CsvSource({
    "EN-us, en-US",
    "zh-hant-tw, zh-Hant-TW",
    "de, de",
    "sr-Latn-RS, sr-Latn-RS",
    "es-419, es-419"
  })
  void a_language_is_stored_in_its_canonical_form(String given, String stored) {
    assertThat(api.put(ME, "{'language':'%s'}".formatted(given)).expect(200).text("/language"))
        .isEqualTo(stored);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada@example.org",
        "Ada.Lovelace+tasks@mail.example.co.uk",
        "o'neil_1@xn--bcher-kva.example",
        "a@b.c"
      })
  void an_email_address_is_stored_as_sent(String email) {
    var json = "{\"email\":\"%s\"}".formatted(email);

    assertThat(api.send("PUT", ME, json).expect(200).text("/email")).isEqualTo(email);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'displayName':''} | /displayName",
        "{'displayName':5} | /displayName",
        "{'zone':'Mars/Olympus'} | /zone",
        "{'zone':'+02:00'} | /zone",
        "{'language':''} | /language",
        "{'language':'und'} | /language",
        "{'language':'de_DE'} | /language",
        "{'language':'German'} | /language",
        "{'language':'a-very-long-one'} | /language",
        "{'email':''} | /email",
        "{'email':'ada'} | /email",
        "{'email':'ada@example'} | /email",
        "{'email':'ada@@example.org'} | /email",
        "{'email':'.ada@example.org'} | /email",
        "{'email':'a..b@example.org'} | /email",
        "{'email':'ada@-example.org'} | /email",
        "{'email':'ada@example..org'} | /email",
        "{'email':'ada lovelace@example.org'} | /email",
        "{'email':'Ada <ada@example.org>'} | /email",
        "{'email':'ada@example.org\\nBcc: grace@example.org'} | /email",
        "{'defaultReminders':'PT15M'} | /defaultReminders",
        "{'defaultReminders':['PT15M']} | /defaultReminders/0",
        "{'defaultReminders':[{}]} | /defaultReminders/0/before",
        "{'defaultReminders':[{'before':'15 minutes'}]} | /defaultReminders/0/before",
        "{'defaultReminders':[{'before':'P400D'}]} | /defaultReminders/0/before",
        "{'defaultReminders':[{'before':'PT1M'},{'before':'PT60S'}]} | /defaultReminders/1",
        "{'defaultReminders':[{'before':'PT1M','at':'2026-03-01T09:00'}]} | /defaultReminders/0/at",
        "{'allDayTime':'9:00'} | /allDayTime",
        "{'digestTime':'24:00'} | /digestTime",
        "{'dayStartsAt':'4'} | /dayStartsAt",
        "{'dailyGoal':-1} | /dailyGoal",
        "{'dailyGoal':2.5} | /dailyGoal",
        "{'weeklyGoal':1001} | /weeklyGoal",
        "{'digestTime':'09:00:30'} | /digestTime",
        "{'channels':['email']} | /channels",
        "{'channels':{'digest':'email'}} | /channels/digest",
        "{'channels':{'digest':['pigeon']}} | /channels/digest",
        "{'channels':{'reminder':['push','push']}} | /channels/reminder/1",
        "{'channels':{'news':[]}} | /channels/news",
        "{'quietHours':{'from':'22:00'}} | /quietHours/to",
        "{'quietHours':{'from':'22','to':'07:00'}} | /quietHours/from",
        "{'quietHours':{'from':'22:00','to':'22:00'}} | /quietHours/to",
        "{'userId':'grace','version':1} | /userId /version",
      })
  void every_invalid_field_is_reported_and_nothing_is_stored(String body, String pointers) {
    assertThat(api.put(ME, body).expect(400).pointers())
        .containsExactlyInAnyOrder(pointers.strip().split(" "));
    assertThat(api.get(ME).header("ETag")).isEqualTo("\"1\"");
  }

  @Test
  void texts_may_have_the_documented_length_and_no_more() {
    var local = "a".repeat(64) + "@";
    var domain = ("b".repeat(62) + ".").repeat(3);

    api.put(ME, "{'email':'%s'}".formatted(local + domain.substring(0, 186) + ".de")).expect(200);
    api.put(ME, "{'email':'%s'}".formatted("a" + local + "b.de")).expect(400);
    api.put(ME, "{'email':'%s'}".formatted(local + domain + "de")).expect(400);
    api.put(ME, "{'displayName':'%s'}".formatted("\uD83C\uDF31".repeat(100))).expect(200);
    api.put(ME, "{'displayName':'%s'}".formatted("a".repeat(101))).expect(400);
    api.put(ME, reminders(10)).expect(200);
    assertThat(api.put(ME, reminders(11)).expect(400).pointers())
        .containsExactly("/defaultReminders");
  }

  private static String reminders(int count) {
    var all = new StringBuilder("{'defaultReminders':[");
    for (int minutes = 1; minutes <= count; minutes++) {
      all.append(minutes == 1 ? "" : ",").append("{'before':'PT").append(minutes).append("M'}");
    }
    return all.append("]}").toString();
  }
}
