package dev.perennial.reminderdispatch.mail;

import dev.perennial.runtime.Settings;
import dev.perennial.runtime.TrustedCertificates;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the mail server and of the sender.
 *
 * @param trustedCertificates the certificate authority of the server's certificate; null for the
 *     public ones
 * @param user empty to send without authentication
 * @param from the sender's address, with an optional name
 * @param publicUrl the base URL of the links in mails
 * @param connections the maximum number of open connections
 */
record MailSettings(
    String host,
    int port,
    boolean startTls,
    @Nullable TrustedCertificates trustedCertificates,
    String user,
    String password,
    InternetAddress from,
    URI publicUrl,
    Duration connectTimeout,
    Duration timeout,
    int connections) {

  /**
   * Reads {@code SMTP_HOST}, {@code SMTP_PORT} (587), {@code SMTP_STARTTLS} (true), {@code
   * SMTP_CA_FILE}, {@code SMTP_USERNAME}, {@code SMTP_PASSWORD}, {@code MAIL_FROM}, {@code
   * PUBLIC_URL}, {@code SMTP_CONNECT_TIMEOUT} and {@code SMTP_TIMEOUT} (PT10S), {@code
   * SMTP_CONNECTIONS} (8).
   */
  static MailSettings from(Settings settings) {
    return new MailSettings(
        settings.required("SMTP_HOST"),
        settings.wholeNumber("SMTP_PORT", 587),
        settings.flag("SMTP_STARTTLS", true),
        trustedCertificates(settings.optional("SMTP_CA_FILE", "")),
        settings.optional("SMTP_USERNAME", ""),
        settings.optional("SMTP_PASSWORD", ""),
        sender(settings.required("MAIL_FROM")),
        URI.create(settings.required("PUBLIC_URL").replaceFirst("/+$", "")),
        settings.duration("SMTP_CONNECT_TIMEOUT", Duration.ofSeconds(10)),
        settings.duration("SMTP_TIMEOUT", Duration.ofSeconds(10)),
        settings.wholeNumber("SMTP_CONNECTIONS", 8));
  }

  String domain() {
    String address = from.getAddress();
    return address.substring(address.lastIndexOf('@') + 1);
  }

  Properties session() {
    var properties = new Properties();
    properties.put("mail.smtp.host", host);
    properties.put("mail.smtp.port", String.valueOf(port));
    properties.put("mail.smtp.auth", String.valueOf(!user.isEmpty()));
    properties.put("mail.smtp.starttls.enable", String.valueOf(startTls));
    properties.put("mail.smtp.starttls.required", String.valueOf(startTls));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    if (trustedCertificates != null) {
      properties.put(
          "mail.smtp.ssl.socketFactory", trustedCertificates.sslContext().getSocketFactory());
    }
    properties.put("mail.smtp.connectiontimeout", String.valueOf(connectTimeout.toMillis()));
    properties.put("mail.smtp.timeout", String.valueOf(timeout.toMillis()));
    properties.put("mail.smtp.writetimeout", String.valueOf(timeout.toMillis()));
    properties.put("mail.smtp.quitwait", "false");
    return properties;
  }

  private static @Nullable TrustedCertificates trustedCertificates(String file) {
    return file.isEmpty() ? null : new TrustedCertificates(Path.of(file));
  }

  private static InternetAddress sender(String from) {
    try {
      return new InternetAddress(from, true);
    } catch (AddressException e) {
      throw new IllegalArgumentException(
          "MAIL_FROM must be an address such as Perennial <reminders@example.org>", e);
    }
  }

  /** Contains no secret. */
  @Override
  public String toString() {
    return "MailSettings[" + host + ":" + port + "]";
  }
}
