package dev.perennial.local.mail;

import dev.perennial.local.capture.PendingFailures;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** One connection on its way through the relay: fails what is to fail, and passes on the rest. */
final class SmtpSession {

  private static final String END_OF_DATA = ".\r\n";

  private final SmtpWire client;
  private final SmtpWire server;
  private final PendingFailures<MailFailure> failures;
  private Optional<MailFailure> failure = Optional.empty();

  SmtpSession(SmtpWire client, SmtpWire server, PendingFailures<MailFailure> failures) {
    this.client = client;
    this.server = server;
    this.failures = failures;
  }

  /** Hands the server's greeting on. */
  void greet() throws IOException {
    reply();
  }

  /** Returns when the client has gone or has to go. */
  void run() throws IOException {
    for (String line = client.readLine(); !line.isEmpty(); line = client.readLine()) {
      String verb = line.substring(0, Math.min(line.length(), 4)).toUpperCase(Locale.ROOT);
      if (verb.equals("MAIL")) {
        failure = failures.next("");
      }
      if (verb.equals("RCPT") && fails(MailFailure.PERMANENT)) {
        client.send("550 5.1.1 No such mailbox here\r\n");
      } else if (verb.equals("DATA") && fails(MailFailure.TRANSIENT)) {
        client.send("451 4.3.0 Try again later\r\n");
      } else {
        server.send(line);
        if (reply().startsWith("354") && !data()) {
          return;
        }
      }
    }
  }

  private boolean fails(MailFailure kind) {
    return failure.filter(kind::equals).isPresent();
  }

  /** Hands an answer of one or several lines on, and returns its last one. */
  private String reply() throws IOException {
    String answer = readReply();
    client.send(answer);
    return answer.substring(answer.lastIndexOf('\n', answer.length() - 2) + 1);
  }

  private String readReply() throws IOException {
    var answer = new StringBuilder();
    String line;
    do {
      line = server.readLine();
      answer.append(line);
    } while (line.length() > 3 && line.charAt(3) == '-');
    if (line.isEmpty()) {
      throw new IOException("the server has closed the connection");
    }
    return answer.toString();
  }

  /** Hands a whole mail on; false if the client must not hear that it was taken. */
  private boolean data() throws IOException {
    String line;
    do {
      line = client.readLine();
      if (line.isEmpty()) {
        throw new IOException("the client has gone within a mail");
      }
      server.write(line);
    } while (!line.equals(END_OF_DATA));
    server.flush();
    String taken = readReply();
    if (fails(MailFailure.DROP)) {
      return false;
    }
    client.send(taken);
    return true;
  }
}
