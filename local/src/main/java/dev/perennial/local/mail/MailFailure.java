package dev.perennial.local.mail;

/** What an SMTP server may do instead of taking a mail. */
enum MailFailure {
  /** Answers 451 to DATA. */
  TRANSIENT,
  /** Answers 550 to each recipient. */
  PERMANENT,
  /** Takes the mail and closes the connection before it says so. */
  DROP,
  /** Takes no connections until it is told to. */
  DOWN
}
