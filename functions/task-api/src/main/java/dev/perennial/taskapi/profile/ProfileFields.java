package dev.perennial.taskapi.profile;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.JsonFields;
import dev.perennial.api.request.MergePatch;
import dev.perennial.events.EventJson;
import dev.perennial.taskapi.fields.ReminderFields;
import dev.perennial.taskapi.fields.TimeFields;
import dev.perennial.tasks.profile.Profile;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** Reads profiles from JSON. */
public final class ProfileFields {

  private static final Set<String> NAMES =
      Set.of(
          "displayName",
          "zone",
          "language",
          "email",
          "defaultReminders",
          "allDayTime",
          "channels",
          "quietHours",
          "digestTime",
          "dayStartsAt",
          "dailyGoal",
          "weeklyGoal");
  private static final int GOAL = 1000;
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
   * The details of the profile after the merge patch.
   *
   * @throws dev.perennial.api.problem.ProblemException 400 with everything that is wrong
   */
  static Profile.Details merged(Profile profile, ObjectNode patch) {
    ObjectNode json = EventJson.MAPPER.<ObjectNode>valueToTree(profile.snapshot()).retain(NAMES);
    MergePatch.apply(patch, json);
    FieldErrors errors = new FieldErrors();
    JsonFields fields = JsonFields.of(json, errors, NAMES);
    Profile.Details details =
        new Profile.Details(
            fields.visibleText("displayName", DISPLAY_NAME),
            TimeFields.zone(fields, "zone"),
            fields.parsed(
                "language", ProfileFields::language, "must be a language tag such as de or pt-BR"),
            fields.parsed(
                "email", ProfileFields::email, "must be an e-mail address such as ada@example.org"),
            ReminderFields.readRelative(fields, "defaultReminders"),
            TimeFields.minute(fields, "allDayTime"),
            NotificationFields.channels(fields, "channels"),
            NotificationFields.quietHours(fields, "quietHours"),
            TimeFields.minute(fields, "digestTime"),
            TimeFields.minute(fields, "dayStartsAt"),
            fields.integer("dailyGoal", 0, GOAL),
            fields.integer("weeklyGoal", 0, GOAL));
    errors.throwIfAny();
    return details;
  }

  /**
   * The details of the profile, with unset fields taken from the other.
   *
   * @param other a profile as the API returns it
   * @throws dev.perennial.api.problem.ProblemException 400 with everything that is wrong
   */
  public static Profile.Details completed(Profile profile, ObjectNode other) {
    ObjectNode current = EventJson.MAPPER.valueToTree(profile.snapshot());
    ObjectNode missing = EventJson.MAPPER.createObjectNode();
    NAMES.stream()
        .filter(name -> current.path(name).isNull() && other.has(name))
        .forEach(name -> missing.set(name, other.get(name)));
    return merged(profile, missing);
  }

  /** The tag in canonical form (RFC 5646, section 4.5). */
  private static String language(String text) {
    String tag = new Locale.Builder().setLanguageTag(text).build().toLanguageTag();
    // Well-formed tags include languages that ISO 639 does not have.
    if (tag.length() > LANGUAGE || !tag.matches("[a-z]{2,3}(-.*)?") || tag.startsWith("und")) {
      throw new IllformedLocaleException("not a language");
    }
    return tag;
  }

  private static String email(String text) {
    if (text.length() > EMAIL || !ADDRESS.matcher(text).matches()) {
      throw new IllegalArgumentException("not an address");
    }
    return text;
  }
}
