package dev.perennial.reminders.delivery;

import dev.perennial.events.Due;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.reminders.delivery.Message.Item;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.regex.Pattern;

/**
 * The texts of a message. Dates and times are in the recipient's zone and in their language as far
 * as the JDK supports it; words are English.
 */
record MessageTexts(Recipient to) {

  private static final int LONGEST_LINE = 120;
  private static final int CENTS = 2;
  private static final Pattern LINE_BREAKS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");

  /** LEFT-TO-RIGHT OVERRIDE and RIGHT-TO-LEFT OVERRIDE, which disguise the order of characters. */
  private static final Pattern OVERRIDES = Pattern.compile("[\\u202D\\u202E]");

  Item item(TaskSnapshot task) {
    Due due = task.due();
    return new Item(line(task.title()), due == null ? "" : when(due));
  }

  String when(Due due) {
    ZonedDateTime local = to.localTimeOf(due);
    return due.time() == null ? day(local.toLocalDate()) : moment(local);
  }

  String late(Instant dueAt) {
    return "This comes late: it was meant for " + moment(dueAt.atZone(to.zone())) + ".";
  }

  String day(LocalDate date) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL)
        .withLocale(to.language())
        .format(date);
  }

  /** Such as December 2026. */
  String month(YearMonth month) {
    return DateTimeFormatter.ofPattern("LLLL uuuu", to.language()).format(month);
  }

  /**
   * An amount with at least two decimals and its currency, such as 0.50 USD.
   *
   * @param decimal with a point, in any language
   */
  static String money(String decimal, String currency) {
    BigDecimal amount = new BigDecimal(decimal).stripTrailingZeros();
    return amount.setScale(Math.max(CENTS, amount.scale())).toPlainString() + " " + currency;
  }

  private String moment(ZonedDateTime local) {
    String time =
        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL, FormatStyle.SHORT)
            .withLocale(to.language())
            .format(local);
    return time + " (" + DateTimeFormatter.ofPattern("zzzz", to.language()).format(local) + ")";
  }

  static String count(int tasks) {
    return tasks == 1 ? "1 task" : tasks + " tasks";
  }

  /**
   * The text as one line of at most 120 code points: line breaks and other control characters
   * become blanks, so that no mail client or device reads it as two lines, and bidirectional
   * overrides are removed. Other format characters stay: scripts and emoji need joiners.
   */
  static String line(String text) {
    String line =
        LINE_BREAKS.matcher(OVERRIDES.matcher(text).replaceAll("")).replaceAll(" ").strip();
    int length = line.codePointCount(0, line.length());
    return length <= LONGEST_LINE
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST_LINE - 1)).strip() + "\u2026";
  }
}
