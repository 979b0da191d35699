package dev.perennial.taskapi;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.JsonFields;
import dev.perennial.api.request.MergePatch;
import dev.perennial.events.EventJson;
import dev.perennial.tasks.Profile;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** What people tell of themselves, read from JSON. */
final class ProfileFields {

  private static final Set<String> ABOUT =
      Set.of(
          "displayName",
          "zone",
          "language",
          "email",
          "defaultReminders",
          "allDayTime",
          "channels",
          "quietHours",
          "digestTime");
  private static final int DISPLAY_NAME = 100;
  private static final int LANGUAGE = 35;
  private static final int EMAIL = 254;

  /** A dot-atom at a domain name (RFC 5321, section 4.1.2), both in ASCII. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?=[^@]{1,64}@)[\\w!#$%&'*+/=?^`{|}~-]+(\\.[\\w!#$%&'*+/=?^`{|}~-]+)*"
              + "@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?",
          Pattern.CASE_INSENSITIVE);

  private ProfileFields() {}

  /**
   * What the profile would say after the patch.
   *
   * @throws dev.perennial.api.problem.ProblemException 400 with everything that is wrong
   */
  static Profile.About merged(Profile profile, ObjectNode patch) {
    ObjectNode json = EventJson.MAPPER.<ObjectNode>valueToTree(profile.snapshot()).retain(ABOUT);
    MergePatch.apply(patch, json);
    FieldErrors errors = new FieldErrors();
    JsonFields fields = JsonFields.of(json, errors, ABOUT);
    Profile.About about =
        new Profile.About(
            fields.visibleText("displayName", DISPLAY_NAME),
            fields.parsed("zone", DueFields::zone, DueFields.ZONE),
            fields.parsed(
                "language", ProfileFields::language, "must be a language tag such as de or pt-BR"),
            fields.parsed(
                "email", ProfileFields::email, "must be an e-mail address such as ada@example.org"),
            ReminderFields.readRelative(fields, "defaultReminders"),
            NotificationFields.time(fields, "allDayTime"),
            NotificationFields.channels(fields, "channels"),
            NotificationFields.quietHours(fields, "quietHours"),
            NotificationFields.time(fields, "digestTime"));
    errors.throwIfAny();
    return about;
  }

  /**
   * What the profile would say if the other filled in what it does not.
   *
   * @param other as the API answers a profile
   * @throws dev.perennial.api.problem.ProblemException 400 with everything that is wrong
   */
  static Profile.About completed(Profile profile, ObjectNode other) {
    ObjectNode told = EventJson.MAPPER.valueToTree(profile.snapshot());
    ObjectNode missing = EventJson.MAPPER.createObjectNode();
    ABOUT.stream()
        .filter(name -> told.path(name).isNull() && other.has(name))
        .forEach(name -> missing.set(name, other.get(name)));
    return merged(profile, missing);
  }

  /** In its canonical form (RFC 5646, section 4.5). */
  private static String language(String text) {
    String tag = new Locale.Builder().setLanguageTag(text).build().toLanguageTag();
    // Well-formed too are names that ISO 639 does not have.
    if (tag.length() > LANGUAGE || !tag.matches("[a-z]{2,3}(-.*)?") || tag.startsWith("und")) {
      throw new IllformedLocaleException("says no language");
    }
    return tag;
  }

  private static String email(String text) {
    if (text.length() > EMAIL || !ADDRESS.matcher(text).matches()) {
      throw new IllegalArgumentException("no address");
    }
    return text;
  }
}
