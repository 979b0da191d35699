package dev.perennial.taskapi.corpus;

import java.util.List;
import java.util.Random;

/** Texts that programs often treat wrongly. */
final class HostileText {

  private static final List<String> ALL =
      List.of(
          "Water the plants",
          "a",
          " ",
          "\u00a0",
          "\u200b",
          "x".repeat(500),
          "x".repeat(501),
          "\ud83d\ude00".repeat(500),
          "e\u0301".repeat(300),
          "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67\u200d\ud83d\udc66",
          "\u202eright to left\u202c",
          "\u0645\u0631\u062d\u0628\u0627",
          "\ufeffbyte order mark",
          "\ufffe\uffff",
          "\ud83f\udfff\udbff\udfff",
          "\u2028\u2029\u0085",
          "\u0001\u001f\u007f\u009f",
          "a\u0000b",
          "tab\there",
          "back\\slash \\n \\, \\; \\\\ \\",
          "semi;colon, comma: colon \"quote\" 'one' `tick`",
          "=C3=A4=0D=0A",
          "%00%0a%s%n${jndi:ldap://x}{{7*7}}",
          "'; DROP TABLE tasks; --",
          "<script>alert(1)</script>&amp;&#0;",
          "BEGIN:VTODO",
          "null",
          "true",
          "-1",
          "1e999",
          "NaN",
          "00000000-0000-0000-0000-000000000000",
          "../../etc/passwd",
          "\u0130\u0131\u1e9e\ufb01\u00df",
          "\uff11\u0663\u2463");

  private HostileText() {}

  static String of(Random random) {
    return ALL.get(random.nextInt(ALL.size()));
  }

  /** One of them. */
  static <T> T one(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
