package dev.perennial.local.flow;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * The response of {@code GET /v1/flows/ID} as a page that needs no JavaScript: a table of the steps
 * with a timeline. Every text is escaped.
 */
public final class FlowPage {

  /** The width of the timeline, in units of its own. */
  private static final int WIDTH = 1000;

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>Flow · Perennial on this machine</title>
      <style>
        :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
        body { margin: 2rem; background: Canvas; color: CanvasText; }
        h1 { font-size: 1.25rem; } h2 { font-size: 1rem; overflow-wrap: anywhere; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: start; padding: .25rem .75rem .25rem 0; vertical-align: top; }
        th { border-bottom: 1px solid; } td.n { text-align: end; font-variant-numeric: tabular-nums; }
        td.step { padding-inline-start: calc(var(--depth) * 1.25rem); }
        td small { display: block; color: GrayText; overflow-wrap: anywhere; }
        svg { width: 100%; min-width: 12rem; height: 1.25rem; background: color-mix(in srgb, CanvasText 6%, Canvas); }
        .waited { fill: #1f7a4d; opacity: .3; } .took { fill: #1f7a4d; } .bad .took { fill: #b3261e; }
        .bad td.outcome { color: #b3261e; font-weight: bold; }
      </style>
      </head>
      <body>
      <h1>What one act caused</h1>
      """;

  private static final String HEAD =
      """
      <table>
      <thead><tr><th>Step</th><th>Timeline</th><th>Waited</th><th>Cold start</th><th>Took</th><th>Attempts</th>\
      <th>Outcome</th><th>Events</th><th>Cost</th></tr></thead>
      <tbody>
      """;

  private final StringBuilder html = new StringBuilder(PAGE);
  private final String currency;

  private FlowPage(String currency) {
    this.currency = currency;
  }

  /** The page of all flows of a response. */
  public static String of(JsonNode flows) {
    var page = new FlowPage(flows.required("currency").asString());
    flows.required("flows").forEach(page::add);
    return page.html.append("</body>\n</html>\n").toString();
  }

  private void add(JsonNode flow) {
    Instant start = Instant.parse(flow.required("startedAt").asString());
    long micros = Math.max(1, flow.required("durationMicros").asLong());
    html.append("<h2>Trace ")
        .append(escaped(flow.required("traceId").asString()))
        .append("</h2>\n");
    html.append(
        "<p>%s, %d invocations, %s, %s</p>%n"
            .formatted(
                escaped(flow.required("startedAt").asString()),
                flow.required("invocations").asInt(),
                millis(micros),
                cost(flow)));
    html.append(HEAD);
    flow.required("steps").forEach(step -> add(step, 0, start, micros));
    html.append("</tbody>\n</table>\n");
  }

  private void add(JsonNode step, int depth, Instant start, long micros) {
    String outcome = step.required("outcome").asString();
    boolean isBad = outcome.equals("failed") || outcome.equals("parked");
    html.append(isBad ? "<tr class=\"bad\">" : "<tr>");
    html.append(
        "<td class=\"step\" style=\"--depth: %d\">%s<small>%s</small></td>"
            .formatted(
                depth,
                escaped(step.required("function").asString()),
                escaped(step.required("name").asString())));
    html.append("<td>").append(timeline(step, start, micros)).append("</td>");
    number(millis(step.required("waitedMicros").asLong()));
    long coldStart = step.required("coldStartMicros").asLong();
    number(coldStart == 0 ? "" : millis(coldStart));
    number(millis(step.required("wallMicros").asLong()));
    number(String.valueOf(step.required("attempt").asInt()));
    html.append("<td class=\"outcome\">").append(escaped(outcome)).append("</td>");
    number(String.valueOf(step.required("eventsOut").asInt()));
    number(cost(step));
    html.append("</tr>\n");
    step.required("steps").forEach(child -> add(child, depth + 1, start, micros));
  }

  private void number(String text) {
    html.append("<td class=\"n\">").append(text).append("</td>");
  }

  private String cost(JsonNode of) {
    return new BigDecimal(of.required("cost").asString()).toPlainString() + " " + escaped(currency);
  }

  /** How long it waited and how long it took, at their places in the time of the flow. */
  private static String timeline(JsonNode step, Instant start, long micros) {
    Instant startedAt = Instant.parse(step.required("startedAt").asString());
    long began = Math.max(0, Duration.between(start, startedAt).toNanos() / 1000);
    long took = step.required("wallMicros").asLong();
    long waited = Math.min(began, step.required("waitedMicros").asLong());
    return """
    <svg viewBox="0 0 %d 10" preserveAspectRatio="none" role="img" aria-label="from %s to %s">\
    <rect class="waited" x="%s" y="3" width="%s" height="4"/>\
    <rect class="took" x="%s" y="1" width="%s" height="8"/></svg>\
    """
        .formatted(
            WIDTH,
            millis(began),
            millis(began + took),
            share(began - waited, micros),
            share(waited, micros),
            share(began, micros),
            // A short step stays visible.
            share(Math.max(took, micros / 200), micros));
  }

  private static String share(long part, long whole) {
    return String.format(Locale.ROOT, "%.1f", (double) part * WIDTH / whole);
  }

  private static String millis(long micros) {
    return String.format(Locale.ROOT, "%.1f ms", micros / 1000.0);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
