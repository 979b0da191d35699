package dev.perennial.reminderdispatch.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.events.Due;
import dev.perennial.events.Notification;
import dev.perennial.events.Notification.Kind;
import dev.perennial.events.Notification.Reminded;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.events.TaskSnapshot.Status;
import dev.perennial.reminders.Person;
import dev.perennial.reminders.ReminderPlan;
import dev.perennial.reminders.delivery.Composer;
import dev.perennial.reminders.delivery.CurrentReminder;
import dev.perennial.reminders.delivery.Recipient;
import dev.perennial.reminders.delivery.Verdict;
import dev.perennial.runtime.Settings;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The content of a mail as its recipient reads it. */
class MailTest {

  private static final UUID ID = UUID.fromString("5b7c0f2e-3a4d-5c6e-8f70-1a2b3c4d5e6f");
  private static final UUID TOKEN = UUID.fromString("0198f3ba-6c1e-7d55-a0a1-3f0d6a4c9e21");
  private static final Instant NOW = Instant.parse("2026-03-02T08:45:00Z");
  private static final Due AT_TEN_IN_BERLIN =
      new Due(LocalDate.of(2026, 3, 2), LocalTime.of(10, 0), ZoneId.of("Europe/Berlin"));

  private static final MailSettings SETTINGS =
      MailSettings.from(
          new Settings(
              "reminder-dispatch",
              Map.of(
                  "SMTP_HOST", "127.0.0.1",
                  "MAIL_FROM", "Perennial <reminders@perennial.example>",
                  "PUBLIC_URL", "https://perennial.example/")));

  @Test
  void has_a_plain_and_an_html_part_in_utf_8_with_the_same_content() throws Exception {
    var parts = (MimeMultipart) mail("Water the plants \uD83C\uDF31", "en").getContent();

    assertThat(parts.getContentType()).startsWith("multipart/alternative");
    assertThat(parts.getCount()).isEqualTo(2);
    assertThat(parts.getBodyPart(0).getContentType())
        .isEqualToIgnoringCase("text/plain; charset=UTF-8");
    assertThat(parts.getBodyPart(1).getContentType())
        .isEqualToIgnoringCase("text/html; charset=UTF-8");
    for (int part = 0; part < 2; part++) {
      assertThat((String) parts.getBodyPart(part).getContent())
          .contains(
              "Water the plants \uD83C\uDF31",
              "Due ",
              "https://perennial.example/v1/reminders/unsubscribe/" + TOKEN + "?kind=reminder");
    }
  }

  @Test
  void has_the_headers_of_an_automatic_mail() throws Exception {
    var mail = mail("Water the plants", "en");

    assertThat(mail.getHeader("Message-ID"))
        .containsExactly("<" + ID + ".email@perennial.example>");
    assertThat(mail.getHeader("List-Unsubscribe", null))
        .isEqualTo(
            "<https://perennial.example/v1/reminders/unsubscribe/" + TOKEN + "?kind=reminder>");
    assertThat(mail.getHeader("List-Unsubscribe-Post"))
        .containsExactly("List-Unsubscribe=One-Click");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mail.getSentDate()).isEqualTo(NOW);
    assertThat(mail.getFrom()[0]).hasToString("Perennial <reminders@perennial.example>");
    assertThat(mail.getAllRecipients()[0]).hasToString("Ada <ada@example.org>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Europe/Berlin    | en    | Monday, March 2, 2026, 10:00 AM (Central European Standard"
            + " Time)",
        "America/New_York | en    | Monday, March 2, 2026, 4:00 AM (Eastern Standard Time)",
        "Pacific/Chatham  | en    | Monday, March 2, 2026, 10:45 PM (Chatham Daylight Time)",
        "Europe/Berlin    | de    | Montag, 2. März 2026, 10:00 (Mitteleuropäische Normalzeit)",
        "Asia/Tokyo       | ja    | 2026年3月2日月曜日 18:00 (日本標準時)"
      })
  void shows_the_time_in_the_zone_and_language_of_the_person(
      String zone, String language, String time) throws Exception {
    var mail = mail("Water the plants", "Ada", "ada@example.org", zone, language);

    assertThat(textOf(mail).replaceAll("[\\u202f\\u00a0]", " ")).contains("Due " + time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Europe/Berlin", "America/New_York", "Asia/Tokyo"})
  void a_due_time_without_a_zone_is_the_same_local_time_everywhere(String zone) throws Exception {
    var floating = new Due(AT_TEN_IN_BERLIN.date(), AT_TEN_IN_BERLIN.time(), null);

    var mail = mail("Water the plants", "Ada", "ada@example.org", zone, "en", floating);

    assertThat(textOf(mail).replaceAll("[\\u202f\\u00a0]", " "))
        .contains("Due Monday, March 2, 2026, 10:00 AM (");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Milk\r\nBcc: everybody@example.org",
        "Milk\nBcc: everybody@example.org",
        "Milk\rBcc: everybody@example.org",
        "Milk\r\n\r\nBcc: everybody@example.org",
        "Milk\u2028Bcc: everybody@example.org",
        "Milk\u0085Bcc: everybody@example.org",
        "Milk\u0000Bcc: everybody@example.org"
      })
  void neither_a_title_nor_a_name_can_add_a_header_or_a_line(String title) throws Exception {
    var mail = mail(title, title, "ada@example.org", "Europe/Berlin", "en");

    assertThat(mail.getHeader("Bcc")).isNull();
    assertThat(mail.getAllRecipients()).hasSize(1);
    assertThat(mail.getSubject()).matches("Milk +Bcc: everybody@example.org");
    assertThat(textOf(mail)).startsWith("Milk Bcc: everybody@example.org\r\nDue ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada@example.org\r\nBcc: everybody@example.org",
        "ada@example.org\nBcc: everybody@example.org",
        "ada@example.org, grace@example.org",
        "ada@example.org;grace@example.org",
        "ada @example.org",
        "ada",
        ""
      })
  void an_address_that_is_not_exactly_one_address_is_rejected(String address) {
    assertThatThrownBy(() -> mail("Milk", "Ada", address, "Europe/Berlin", "en"))
        .isInstanceOf(AddressException.class);
  }

  /** A subject is plain text (RFC 5322, section 3.6.5). */
  @Test
  void markup_in_a_title_is_unchanged_in_the_subject() throws Exception {
    var mail = mail("if a < b && b > c: **ask** <ada> & 'so on'", "en");

    assertThat(mail.getSubject()).isEqualTo("if a < b && b > c: **ask** <ada> & 'so on'");
  }

  @Test
  void markup_in_a_title_is_escaped_in_html() throws Exception {
    var mail = mail("<script>alert(\"1\")</script> & 'so on'", "en");

    assertThat(htmlOf(mail))
        .contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;so on&#39;")
        .doesNotContain("<script>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u0000", "\t", "\u001b[31m", "\u007f", "\u0085", "\u2028", "\u2029", "\r\n"})
  void a_subject_has_no_line_breaks_and_control_characters(String control) throws Exception {
    var subject = mail("Milk" + control + "and honey", "en").getSubject();

    assertThat(subject.chars()).noneMatch(Character::isISOControl);
    assertThat(subject).startsWith("Milk ").endsWith("and honey");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u202d", "\u202e"})
  void a_subject_has_no_bidirectional_overrides(String override) throws Exception {
    assertThat(mail("invoice" + override + "fdp.exe", "en").getSubject())
        .isEqualTo("invoicefdp.exe");
  }

  /** Persian, a family, a flag with tag characters, and marks of Arabic and Hebrew. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
        "\ud83c\udff4\udb40\udc67\udb40\udc62\udb40\udc65\udb40\udc6e\udb40\udc67\udb40\udc7f",
        "\u05d0\u200f!",
        "\u2067\u05d0\u2069 a"
      })
  void joiners_and_marks_of_scripts_and_emoji_stay(String title) throws Exception {
    var mail = mail(title, "en");

    assertThat(mail.getSubject()).isEqualTo(title);
    assertThat(htmlOf(mail)).contains(title);
  }

  @Test
  void a_long_title_is_truncated_in_the_subject() throws Exception {
    var subject = mail("\uD83C\uDF31".repeat(500), "en").getSubject();

    assertThat(subject.codePointCount(0, subject.length())).isEqualTo(120);
    assertThat(subject).endsWith("\uD83C\uDF31\u2026");
  }

  @Test
  void is_not_configured_without_a_host_and_names_the_missing_variable() {
    var off = new MailSender(new Settings("reminder-dispatch", Map.of()), () -> NOW, () -> {});

    assertThat(off.isConfigured()).isFalse();
    assertThatThrownBy(
            () ->
                new MailSender(
                    new Settings("reminder-dispatch", Map.of("SMTP_HOST", "mail")),
                    () -> NOW,
                    () -> {}))
        .hasMessage("the environment variable MAIL_FROM is not set");
  }

  @Test
  void starttls_is_required_by_default() {
    assertThat(SETTINGS.session())
        .containsEntry("mail.smtp.starttls.enable", "true")
        .containsEntry("mail.smtp.starttls.required", "true")
        .containsEntry("mail.smtp.ssl.checkserveridentity", "true")
        .containsEntry("mail.smtp.connectiontimeout", "10000")
        .containsEntry("mail.smtp.timeout", "10000")
        .containsEntry("mail.smtp.auth", "false");
  }

  private static MimeMessage mail(String title, String language) throws Exception {
    return mail(title, "Ada", "ada@example.org", "Europe/Berlin", language);
  }

  /** The mail after it was written to bytes and read again. */
  private static MimeMessage mail(
      String title, String name, String address, String zone, String language) throws Exception {
    return mail(title, name, address, zone, language, AT_TEN_IN_BERLIN);
  }

  private static MimeMessage mail(
      String title, String name, String address, String zone, String language, Due due)
      throws Exception {
    var to = new Recipient("ada", profile(name, address, zone, language), TOKEN, Set.of());
    var session = Session.getInstance(SETTINGS.session());
    var bytes = new ByteArrayOutputStream();
    new Mail(session, SETTINGS, NOW).of(message(title, to, due)).writeTo(bytes);
    return new MimeMessage(session, new ByteArrayInputStream(bytes.toByteArray()));
  }

  private static dev.perennial.reminders.delivery.Message message(
      String title, Recipient to, Due due) {
    var task = task(title, due);
    var reminder = ReminderPlan.of(task, Person.of(to.profile())).getFirst().id();
    var reminded = new Reminded(reminder, task.id(), task.listId(), NOW);
    var notification =
        new Notification(ID, Kind.REMINDER, "ada", NOW, false, null, List.of(reminded));
    var state = new CurrentReminder(reminder, true, ID, task, true, "ada");
    return ((Verdict.Send) Composer.reminders(notification, to, List.of(state))).message();
  }

  private static ProfileSnapshot profile(
      String name, String address, String zone, String language) {
    return new ProfileSnapshot(
        "ada",
        name,
        ZoneId.of(zone),
        language,
        address,
        NOW,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        1,
        NOW);
  }

  private static TaskSnapshot task(String title, Due due) {
    return new TaskSnapshot(
        UUID.randomUUID(),
        UUID.randomUUID(),
        title,
        null,
        Priority.NONE,
        List.of(),
        due,
        null,
        null,
        "ada",
        Status.OPEN,
        null,
        null,
        null,
        null,
        null,
        null,
        1,
        NOW,
        NOW);
  }

  private static String textOf(MimeMessage mail) throws Exception {
    return part(mail, 0);
  }

  private static String htmlOf(MimeMessage mail) throws Exception {
    return part(mail, 1);
  }

  private static String part(MimeMessage mail, int number) throws Exception {
    var stream = ((MimeMultipart) mail.getContent()).getBodyPart(number).getInputStream();
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }
}
