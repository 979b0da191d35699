package dev.perennial.local.mail;

/** How an SMTP server can fail to accept a mail. */
enum MailFailure {
  /** Answers 451 at the end of DATA. */
  TRANSIENT,
  /** Answers 550 to each recipient. */
  PERMANENT,
  /** Accepts the mail, and closes the connection before the response to DATA. */
  DROP,
  /** Refuses connections until another failure, or none, is injected. */
  DOWN
}
