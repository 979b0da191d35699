package dev.perennial.e2e.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The live objects of a JVM: bytes by class, after a full collection. */
record HeapHistogram(Map<String, Long> bytes) {

  private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+(\\S+).*");
  private static final int LARGEST = 8;

  static HeapHistogram of(long pid) throws IOException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram").start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var bytes = new HashMap<String, Long>();
    for (var line : printed.lines().toList()) {
      var matcher = LINE.matcher(line);
      if (matcher.matches()) {
        bytes.merge(matcher.group(2), Long.parseLong(matcher.group(1)), Long::sum);
      }
    }
    return new HeapHistogram(bytes);
  }

  /** Adds what has been added since then, for one of this many, and its largest classes. */
  void addTo(Report report, String what, HeapHistogram before, int count) {
    var added = new HashMap<String, Double>();
    bytes.forEach(
        (name, now) ->
            added.put(name, (now - before.bytes.getOrDefault(name, 0L)) / 1024.0 / count));
    var total = added.values().stream().mapToDouble(Double::doubleValue).sum();
    report.add(what + ", live objects", total, "KB", "");
    added.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
        .limit(LARGEST)
        .forEach(each -> report.add(what + ": " + each.getKey(), each.getValue(), "KB", ""));
  }
}
