package dev.perennial.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request.
 *
 * @param name what generated it, such as {@code seed 42, case 7: limit=0}
 * @param template the path in the document
 * @param target the path and query as they are sent
 * @param headers besides the token
 * @param body null for none
 */
record Request(
    String name,
    String method,
    String template,
    String target,
    Map<String, String> headers,
    byte @Nullable [] body) {

  Request with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Request(name, method, template, target, more, body);
  }

  /** A command for Bash that repeats it as this user. */
  String curl(String gateway, String user) {
    StringBuilder curl = new StringBuilder("curl -i --path-as-is -X ").append(method);
    curl.append(
        " -H \"Authorization: Bearer $(curl -s '%s/local/token?user=%s')\""
            .formatted(gateway, user));
    headers.forEach((name, value) -> curl.append(" -H ").append(quoted(name + ": " + value)));
    if (body != null) {
      curl.append(" --data-binary ").append(quoted(body));
    }
    return curl.append(' ').append(quoted(gateway + target)).toString();
  }

  private static String quoted(String text) {
    return quoted(text.getBytes(StandardCharsets.UTF_8));
  }

  /** In the quotes of Bash that can contain every byte but NUL, which is left visible. */
  private static String quoted(byte[] bytes) {
    StringBuilder quoted = new StringBuilder("$'");
    for (byte each : bytes) {
      if (each == '\'' || each == '\\') {
        quoted.append('\\').append((char) each);
      } else if (each >= ' ' && each < 0x7F) {
        quoted.append((char) each);
      } else {
        quoted.append("\\x%02x".formatted(each & 0xFF));
      }
    }
    return quoted.append('\'').toString();
  }
}
