package dev.perennial.auditsink.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Writes JSON in its canonical form (RFC 8785), which hashes and signatures cover. */
public final class CanonicalJson {

  private static final HexFormat HEX = HexFormat.of();

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

  static void writeText(String text, StringBuilder to) {
    to.append('"');
    int written = 0;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (Character.isHighSurrogate(character)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (isEscaped(character)) {
        to.append(text, written, i);
        writeEscaped(character, to);
        written = i + 1;
      }
    }
    to.append(text, written, text.length()).append('"');
  }

  private static boolean isEscaped(char character) {
    return character < ' '
        || character == '"'
        || character == '\\'
        || Character.isSurrogate(character);
  }

  private static void writeEscaped(char character, StringBuilder to) {
    switch (character) {
      case '"' -> to.append("\\\"");
      case '\\' -> to.append("\\\\");
      case '\b' -> to.append("\\b");
      case '\t' -> to.append("\\t");
      case '\n' -> to.append("\\n");
      case '\f' -> to.append("\\f");
      case '\r' -> to.append("\\r");
      default -> {
        if (Character.isSurrogate(character)) {
          throw new IllegalArgumentException("half of a surrogate pair has no canonical form");
        }
        to.append("\\u00").append(HEX.toHexDigits((byte) character));
      }
    }
  }
}
