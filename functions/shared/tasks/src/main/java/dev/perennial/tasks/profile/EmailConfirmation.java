package dev.perennial.tasks.profile;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a user has confirmed the e-mail address of their profile. Only the mail that asks for the
 * confirmation is sent to an address that is not confirmed.
 *
 * @param confirmedAt null while the address is not confirmed
 * @param requestedAt when the newest confirmation mail was requested; null if none is awaited
 */
public record EmailConfirmation(@Nullable Instant confirmedAt, @Nullable Instant requestedAt) {

  /** Without an address, or of an address from before confirmations existed. */
  public static final EmailConfirmation NONE = new EmailConfirmation(null, null);

  /** The confirmation mails that a user may request within {@link #PERIOD}, to any addresses. */
  public static final int MAX_OF_A_USER = 5;

  /** The confirmation mails to one address within {@link #PERIOD}, whoever requests them. */
  public static final int MAX_TO_AN_ADDRESS = 3;

  /** The period of both limits. */
  public static final Duration PERIOD = Duration.ofDays(1);

  /** Of another address: its confirmation is requested. */
  static EmailConfirmation ofNew(@Nullable String email, Instant now) {
    return email == null ? NONE : new EmailConfirmation(null, now);
  }
}
