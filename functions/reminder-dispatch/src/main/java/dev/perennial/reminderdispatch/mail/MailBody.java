package dev.perennial.reminderdispatch.mail;

import dev.perennial.reminders.delivery.Message;
import dev.perennial.reminders.delivery.Message.Item;
import dev.perennial.reminders.delivery.Message.Section;
import java.util.stream.Collectors;

/**
 * The plain text part and the HTML part of a mail.
 *
 * @param link the URL that the message asks to open; empty for none
 * @param unsubscribe the unsubscribe URL; empty for none
 */
record MailBody(Message message, String link, String unsubscribe) {

  String text() {
    var text = new StringBuilder();
    for (Section section : message.sections()) {
      if (!section.heading().isEmpty()) {
        text.append(section.heading()).append("\n\n");
      }
      section.items().forEach(item -> text.append(textOf(item)).append('\n'));
    }
    message.remarks().forEach(remark -> text.append(remark).append("\n\n"));
    if (!link.isEmpty()) {
      text.append(link).append("\n\n");
    }
    if (!unsubscribe.isEmpty()) {
      text.append("No more of these mails: ").append(unsubscribe).append('\n');
    }
    return text.toString();
  }

  private static String textOf(Item item) {
    return item.when().isEmpty()
        ? item.title() + "\n"
        : item.title() + "\nDue " + item.when() + "\n";
  }

  String html() {
    String sections =
        message.sections().stream().map(MailBody::htmlOf).collect(Collectors.joining());
    String remarks =
        message.remarks().stream()
            .map(remark -> "<p>" + escaped(remark) + "</p>\n")
            .collect(Collectors.joining());
    return """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="UTF-8"><title>%s</title></head>
    <body style="font-family: sans-serif">
    %s%s%s%s</body></html>
    """
        .formatted(
            escaped(message.subject()), sections, remarks, htmlOfLink(), htmlOfUnsubscribe());
  }

  private String htmlOfLink() {
    return link.isEmpty()
        ? ""
        : "<p><a href=\"" + escaped(link) + "\">" + escaped(link) + "</a></p>\n";
  }

  private static String htmlOf(Section section) {
    String heading =
        section.heading().isEmpty() ? "" : "<h2>" + escaped(section.heading()) + "</h2>\n";
    return heading + section.items().stream().map(MailBody::htmlOf).collect(Collectors.joining());
  }

  private static String htmlOf(Item item) {
    String due = item.when().isEmpty() ? "" : "<br>Due " + escaped(item.when());
    return "<p><strong dir=\"auto\">" + escaped(item.title()) + "</strong>" + due + "</p>\n";
  }

  private String htmlOfUnsubscribe() {
    return unsubscribe.isEmpty()
        ? ""
        : "<p><small><a href=\""
            + escaped(unsubscribe)
            + "\">No more of these mails</a></small></p>\n";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
