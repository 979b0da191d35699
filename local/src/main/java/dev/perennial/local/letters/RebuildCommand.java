package dev.perennial.local.letters;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Fills the projection of a function anew: {@code ./run replay --mode rebuild}. Only task-insights
 * has one; it is made from its own facts, which go back further than any topic.
 */
final class RebuildCommand {

  private static final String FUNCTION = "task-insights";
  private static final Set<String> OPTIONS = Set.of("function", "mode", "owner", "port", "url");

  private final OperationsClient client;
  private final PrintStream out;
  private final Prompt prompt;

  RebuildCommand(OperationsClient client, PrintStream out, BufferedReader in) {
    this.client = client;
    this.out = out;
    this.prompt = new Prompt(out, in);
  }

  /** Returns true: a rebuild that is refused ends with an exception. */
  boolean run(Arguments arguments) throws InterruptedException, IOException {
    check(arguments);
    if (arguments.has("dry-run")
        || (!arguments.has("yes")
            && !prompt.confirms("Make the figures of %s anew?".formatted(whose(arguments))))) {
      out.println("Nothing was rebuilt.");
      return true;
    }
    var sum = OperationsClient.JSON.createObjectNode();
    long people = 0;
    long changed = 0;
    String query = arguments.option("owner").map(owner -> "?owner=" + encoded(owner)).orElse("");
    for (boolean isDone = false; !isDone; ) {
      JsonNode page = client.post("/v1/insights/rebuild" + query, null);
      people += page.required("people").asLong();
      changed += page.required("changed").asLong();
      isDone = page.required("next").isNull();
      query = "?after=" + encoded(page.required("next").asString(""));
      if (!arguments.has("json")) {
        out.println("%d people, %d changed".formatted(people, changed));
      }
    }
    if (arguments.has("json")) {
      out.println(sum.put("people", people).put("changed", changed).toPrettyString());
    }
    return true;
  }

  private static void check(Arguments arguments) {
    if (!arguments.option("function").equals(Optional.of(FUNCTION))) {
      throw new CommandException("--mode rebuild is for --function " + FUNCTION + " only");
    }
    var unknown = new TreeSet<>(arguments.options().keySet());
    unknown.removeAll(OPTIONS);
    if (!unknown.isEmpty()) {
      throw new CommandException(
          "--mode rebuild takes no --%s: it rebuilds from all facts".formatted(unknown.first()));
    }
  }

  private static String whose(Arguments arguments) {
    return arguments.option("owner").orElse("everybody");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
