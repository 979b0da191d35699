package dev.perennial.auditsink.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Writes JSON in its canonical form (RFC 8785), which hashes and signatures cover. */
public final class CanonicalJson {

  private static final HexFormat HEX = HexFormat.of();
  private static final Map<Integer, String> SHORT_ESCAPES =
      Map.of(
          (int) '"',
          "\\\"",
          (int) '\\',
          "\\\\",
          (int) '\b',
          "\\b",
          (int) '\t',
          "\\t",
          (int) '\n',
          "\\n",
          (int) '\f',
          "\\f",
          (int) '\r',
          "\\r");

  private CanonicalJson() {}

  /**
   * @throws IllegalArgumentException if a text contains half of a surrogate pair
   */
  public static byte[] of(JsonNode json) {
    var text = new StringBuilder();
    write(json, text);
    return text.toString().getBytes(UTF_8);
  }

  private static void write(JsonNode json, StringBuilder to) {
    if (json.isObject()) {
      writeObject(json, to);
    } else if (json.isArray()) {
      String separator = "[";
      for (JsonNode element : json) {
        to.append(separator);
        write(element, to);
        separator = ",";
      }
      to.append(json.isEmpty() ? "[]" : "]");
    } else if (json.isNumber()) {
      to.append(EcmaScriptNumber.of(json.doubleValue()));
    } else if (json.isString()) {
      writeText(json.stringValue(), to);
    } else {
      to.append(json.asString("null"));
    }
  }

  /** Names are sorted by UTF-16 code units, which is the order of Java strings. */
  private static void writeObject(JsonNode json, StringBuilder to) {
    var sorted = new TreeMap<String, JsonNode>();
    json.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
    String separator = "{";
    for (Map.Entry<String, JsonNode> member : sorted.entrySet()) {
      to.append(separator);
      writeText(member.getKey(), to);
      to.append(':');
      write(member.getValue(), to);
      separator = ",";
    }
    to.append(sorted.isEmpty() ? "{}" : "}");
  }

  private static void writeText(String text, StringBuilder to) {
    to.append('"');
    text.codePoints().forEach(character -> writeCharacter(character, to));
    to.append('"');
  }

  private static void writeCharacter(int character, StringBuilder to) {
    if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
      throw new IllegalArgumentException("half of a surrogate pair has no canonical form");
    }
    String escape = SHORT_ESCAPES.get(character);
    if (escape != null) {
      to.append(escape);
    } else if (character < ' ') {
      to.append("\\u00").append(HEX.toHexDigits((byte) character));
    } else {
      to.appendCodePoint(character);
    }
  }
}
