package dev.perennial.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The id of a user: the {@code sub} of the user's tokens. It has 1 to 255 printable ASCII
 * characters, U+0021 to U+007E (OpenID Connect Core, section 2), and case matters. See ADR 13.
 */
public final class UserId {

  public static final int MAX_LENGTH = 255;

  /** The error message for a text that is no user id. */
  public static final String FORM =
      "must be a user id of 1 to "
          + MAX_LENGTH
          + " printable ASCII characters (U+0021 to U+007E), without blanks";

  private static final Pattern VALID = Pattern.compile("[!-~]{1," + MAX_LENGTH + "}");

  private static final char ESCAPE = '=';

  /**
   * What the HTTP binding of CloudEvents percent-encodes although it is printable (section
   * 3.1.3.2), and the escape character itself.
   */
  private static final String ESCAPED = "%\"" + ESCAPE;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private UserId() {}

  public static boolean isValid(String text) {
    return VALID.matcher(text).matches();
  }

  /**
   * Returns the text.
   *
   * @throws IllegalArgumentException if it is no user id
   */
  public static String parse(String text) {
    if (!isValid(text)) {
      throw new IllegalArgumentException(FORM);
    }
    return text;
  }

  /**
   * Encodes an id as the value of a CloudEvents attribute, in quoted-printable (RFC 2045, section
   * 6.7): printable ASCII without blanks, percent signs and quotation marks, so that it is the same
   * in a header whether the sender percent-encodes attributes or not. Ids from before ADR 13, which
   * may have any characters, are encoded as well.
   */
  public static String toAttribute(String id) {
    var encoded = new StringBuilder(id.length());
    for (byte octet : id.getBytes(UTF_8)) {
      if (octet > ' ' && octet <= '~' && ESCAPED.indexOf(octet) < 0) {
        encoded.append((char) octet);
      } else {
        encoded.append(ESCAPE).append(HEX.toHexDigits(octet));
      }
    }
    return encoded.toString();
  }

  /**
   * Decodes what {@link #toAttribute} has encoded. Any other text is returned as it is, so no two
   * ids are read from one attribute.
   */
  static String ofAttribute(String value) {
    var octets = new ByteArrayOutputStream(value.length());
    int at = 0;
    while (at < value.length()) {
      if (value.charAt(at) != ESCAPE) {
        octets.write(value.charAt(at));
        at++;
      } else if (at + 3 <= value.length()
          && HexFormat.isHexDigit(value.charAt(at + 1))
          && HexFormat.isHexDigit(value.charAt(at + 2))) {
        octets.write(HexFormat.fromHexDigits(value, at + 1, at + 3));
        at += 3;
      } else {
        return value;
      }
    }
    String id = octets.toString(UTF_8);
    return toAttribute(id).equals(value) ? id : value;
  }
}
