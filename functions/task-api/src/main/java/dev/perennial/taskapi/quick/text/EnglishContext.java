package dev.perennial.taskapi.quick.text;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The English words that decide about the words next to them. */
final class EnglishContext {

  private static final Set<String> DETERMINERS =
      Set.of(
          "the", "a", "an", "my", "your", "his", "her", "our", "their", "its", "some", "any", "no",
          "that", "these", "those");

  /** "Until" and "from" have phrases of their own, which are matched before. */
  private static final Set<String> GOVERNORS =
      union(
          DETERMINERS,
          Set.of(
              "about",
              "of",
              "like",
              "than",
              "before",
              "after",
              "since",
              "between",
              "to",
              "through",
              "thru",
              "during",
              "over",
              "past",
              "without",
              "into",
              "last",
              "previous",
              "following",
              "around",
              "circa",
              "via",
              "vs",
              "not",
              "until",
              "till",
              "within",
              "on",
              "by",
              "due",
              "every",
              "each"));

  private static final Set<String> FOLLOWERS =
      union(
          DETERMINERS,
          Set.of(
              "about",
              "to",
              "with",
              "for",
              "from",
              "in",
              "on",
              "at",
              "by",
              "and",
              "or",
              "if",
              "when",
              "because",
              "so",
              "then",
              "until",
              "till",
              "before",
              "after",
              "re",
              "regarding",
              "via",
              "near",
              "behind",
              "outside",
              "inside",
              "under",
              "without",
              "sharp",
              "please",
              "now",
              "latest",
              "starting",
              "beginning",
              "ending",
              "due",
              "of",
              "but",
              "except",
              "through",
              "unless",
              "next",
              "last",
              "o'clock"));

  private static final Set<String> AIMED =
      Set.of(
          "look", "looks", "looking", "looked", "glance", "stare", "aim", "laugh", "shoot", "wave",
          "smile", "peek", "yell", "shout", "throw", "nod");

  private static final Set<String> COUNTED =
      Set.of(
          "floor",
          "street",
          "st",
          "avenue",
          "ave",
          "level",
          "storey",
          "row",
          "page",
          "try",
          "attempt",
          "round",
          "lap",
          "hole",
          "day",
          "week",
          "month",
          "place",
          "gear",
          "date",
          "time",
          "draft",
          "anniversary",
          "birthday",
          "century",
          "grade",
          "edition",
          "chapter",
          "amendment");

  private static final Set<String> NAMES =
      Set.of(
          "black", "good", "blue", "manic", "freaky", "cyber", "easter", "ash", "palm", "whit",
          "bloody", "fat", "shrove", "super", "ruby", "casual", "maundy", "holy", "giving");

  private static final Set<String> OCCASIONS =
      Set.of(
          "christmas",
          "xmas",
          "easter",
          "thanksgiving",
          "halloween",
          "hanukkah",
          "ramadan",
          "eid",
          "diwali",
          "spring",
          "summer",
          "autumn",
          "fall",
          "winter",
          "birthday",
          "anniversary",
          "payday",
          "holiday",
          "holidays",
          "weekend",
          "weekends",
          "eve");

  private static final Set<String> DAY_PREPOSITIONS =
      Set.of(
          "on",
          "at",
          "in",
          "by",
          "of",
          "before",
          "after",
          "until",
          "till",
          "since",
          "next",
          "this",
          "last",
          "mid",
          "early",
          "late",
          "over",
          "during",
          "around",
          "within",
          "every",
          "each",
          "following",
          "coming",
          "later");

  static final Words.Context WORDS =
      new Words.Context(
          DETERMINERS,
          GOVERNORS,
          FOLLOWERS,
          Set.of("and", "or", "to", "through", "thru", "&", "-", "–", "—", "~", "/"),
          Set.of("except", "excluding", "unless", "minus"),
          AIMED,
          COUNTED,
          NAMES,
          OCCASIONS,
          DAY_PREPOSITIONS,
          Set.of(
              "utc", "gmt", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "cet", "cest",
              "bst", "ist", "jst", "aest", "et", "ct", "mt", "pt"),
          Set.of("from", "after", "before", "ago", "hence", "later"),
          Set.of("once", "twice", "times"),
          Set.of("few", "several", "couple", "half"),
          Set.of("year's", "year’s", "years"),
          Set.of(
              "yesterday",
              "hourly",
              "midweek",
              "eod",
              "eow",
              "eom",
              "mornings",
              "afternoons",
              "evenings",
              "nights"));

  private EnglishContext() {}

  private static <T> Set<T> union(Set<T> one, Set<T> other) {
    return Stream.concat(one.stream(), other.stream()).collect(Collectors.toUnmodifiableSet());
  }
}
